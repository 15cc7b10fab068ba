// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.provider.tencent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.avvyland.worker.config.ProvidersConfig.TencentConfig.Keys;
import com.avvyland.worker.config.Secret;
import com.avvyland.worker.provider.Json;
import com.avvyland.worker.provider.ProviderRequest.Model;
import com.avvyland.worker.provider.TestingImages;
import com.avvyland.worker.provider.TestingProvider.Call;
import com.tencentcloudapi.common.AbstractClient;
import com.tencentcloudapi.common.CommonClient;
import com.tencentcloudapi.common.Credential;
import com.tencentcloudapi.common.exception.TencentCloudSDKException;
import com.tencentcloudapi.common.profile.ClientProfile;
import com.tencentcloudapi.common.profile.HttpProfile;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Lets Tencent's own client judge our signatures, and our fake of its API. */
class TencentClientTest {

    private static final String INTL = "hunyuan.intl.tencentcloudapi.com";
    private static final String BODY = new String(
            Objects.requireNonNull(new TencentModel()
                            .submission(new Model(TestingImages.disc(128), Map.of(), 20_000, true), "3.1", List.of())
                            .body())
                    .toByteArray(),
            StandardCharsets.UTF_8);

    private final TestingTencent fake = new TestingTencent().anyService().doneAfter(1);

    @AfterEach
    void stop() {
        fake.close();
    }

    private static CommonClient client(String endpoint, String protocol, String key) {
        HttpProfile http = new HttpProfile();
        http.setEndpoint(endpoint);
        http.setProtocol(protocol);
        ClientProfile profile = new ClientProfile();
        profile.setHttpProfile(http);
        return new CommonClient(
                "hunyuan", "2023-09-01", new Credential(TestingTencent.ID, key), "ap-singapore", profile);
    }

    private CommonClient local(String key) {
        return client(fake.url().substring("http://".length()), HttpProfile.REQ_HTTP, key);
    }

    @Test
    void buysFromTheFake() throws Exception {
        CommonClient client = local(TestingTencent.KEY);

        String job = Json.read(client.call("SubmitHunyuanTo3DProJob", BODY))
                .path("Response")
                .path("JobId")
                .asText();
        String status = client.call("QueryHunyuanTo3DProJob", "{\"JobId\":\"%s\"}".formatted(job));

        assertThat(Json.read(status).path("Response").path("Status").asText()).isEqualTo("DONE");
        assertThat(fake.billed()).hasSize(1);
    }

    @Test
    void readsTheFakesErrors() {
        assertThatThrownBy(() -> local("another").call("SubmitHunyuanTo3DProJob", BODY))
                .isInstanceOfSatisfying(
                        TencentCloudSDKException.class,
                        e -> assertThat(e.getErrorCode()).isEqualTo("AuthFailure.SignatureFailure"));
        assertThatThrownBy(() -> local(TestingTencent.KEY).call("SubmitHunyuanTo3DProJob", "{\"Model\":\"3.1\"}"))
                .isInstanceOfSatisfying(
                        TencentCloudSDKException.class,
                        e -> assertThat(e.getErrorCode()).isEqualTo("MissingParameter"));
        assertThat(fake.billed()).isEmpty();
    }

    @Test
    void signsWhatItSendsAsWeSignIt() throws Exception {
        local(TestingTencent.KEY).call("SubmitHunyuanTo3DProJob", BODY);
        Call call = fake.calls().getFirst();
        Instant then = Instant.ofEpochSecond(Long.parseLong(call.headers().get("x-tc-timestamp")));
        Tc3Request same = new Tc3Request(header(call, "content-type"), header(call, "host"), null, call.body());

        assertThat(signer("127").authorization(same, then))
                .isEqualTo(call.headers().get("authorization"));
    }

    @Test
    void signsForTheRealHostAsWeDo() throws Exception {
        String type = "application/json; charset=utf-8";
        byte[] body = BODY.getBytes(StandardCharsets.UTF_8);
        Method method = AbstractClient.class.getDeclaredMethod("getAuthorization", HashMap.class, byte[].class);
        method.setAccessible(true);

        Object theirs = method.invoke(
                client(INTL, HttpProfile.REQ_HTTPS, TestingTencent.KEY),
                new HashMap<>(Map.of("X-TC-Timestamp", "1767225600", "Content-Type", type, "Host", INTL)),
                body);

        assertThat(signer("hunyuan")
                        .authorization(new Tc3Request(type, INTL, null, body), Instant.ofEpochSecond(1_767_225_600)))
                .isEqualTo(theirs);
    }

    private static Tc3Signer signer(String service) {
        return new Tc3Signer(
                new Keys(new Secret(TestingTencent.ID), new Secret(TestingTencent.KEY)),
                service,
                "2023-09-01",
                "ap-singapore",
                () -> Instant.EPOCH);
    }

    private static String header(Call call, String name) {
        return Objects.requireNonNull(call.headers().get(name));
    }
}
