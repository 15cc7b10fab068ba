// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.provider.tencent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.avvyland.worker.config.ProvidersConfig.TencentConfig.Keys;
import com.avvyland.worker.config.Secret;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The signatures were made by Tencent's own Java client and its published demo, not by this code. */
class Tc3SignerTest {

    private static final String INTL = "hunyuan.intl.tencentcloudapi.com";
    private static final String JSON = "application/json; charset=utf-8";
    private static final Instant NEW_YEAR = Instant.ofEpochSecond(1_767_225_600);
    private static final String SUBMISSION =
            "{\"Model\":\"3.1\",\"ImageUrl\":\"https://example.test/in.png\",\"EnablePBR\":false}";

    private static Tc3Signer signer(String id, String key, String service, Instant now) {
        return new Tc3Signer(
                new Keys(new Secret(id), new Secret(key)), service, "2023-09-01", "ap-singapore", () -> now);
    }

    private static Tc3Request request(String host, @Nullable String action, String payload) {
        return new Tc3Request(JSON, host, action, payload.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "hunyuan.intl.tencentcloudapi.com|hunyuan|SubmitHunyuanTo3DProJob|submission"
                        + "|90452a29c722ef465f1d37413e895f5e27ab7cf7576b60b9c56f479d30dceded"
                        + "|2b094ca03c44099ecc249ffa80e0b028d43b631a079d9f32932de26d1db02181"
                        + "|0b7c51ae0eb8e84a243549d6447deb0516e17cd46db273330584b43bd1189dd2",
                "hunyuan.intl.tencentcloudapi.com|hunyuan|-|submission"
                        + "|b5f516593bc369988c7ace92f19596b760b70812593309873cde358bcc3576e8"
                        + "|583f8997357b213c807c51cf80cc3b7e771c82442155a4045eea3b84a452a512"
                        + "|162cb34bdf7891d8400590577034f5001e912095511e2f846e36a3c7bc5c9d97",
                "ai3d.tencentcloudapi.com|ai3d|-|{\"Prompt\":\"一只小猫\"}"
                        + "|07cc8a408e2373e1c324aaf5c7aa0fa106d2c4675bad16a617fc2953053a19a5"
                        + "|89adf0c8fbd2392cb6bbeaf80a29927adbfed458cce4562585250b0a4ae1e44d"
                        + "|c19022df0bda54fac8461e7ab8b39b4829330c1e6b01acc530c728a6e24ab7e9",
                "hunyuan.intl.tencentcloudapi.com|hunyuan|QueryHunyuanTo3DProJob|{\"JobId\":\"1375367755519696896\"}"
                        + "|db48e57391b59ecb3ad0302680ba1222c9a1ee1146a5fdf06f2f8444ad4f6f58"
                        + "|4f9b11cd69060afbc7f34011462ade79872851243db664ff0276133937d13f33"
                        + "|b930f32d3cf087c83fdca16f6b5254caa5da7f7cadbbe07b2ba7f00cbd74f758"
            })
    void signsAsTencentsOwnClients(
            String host,
            String service,
            @Nullable String action,
            String payload,
            String canonicalHash,
            String signedHash,
            String signature) {
        Tc3Request request = request(host, action, payload.equals("submission") ? SUBMISSION : payload);
        Tc3Signer signer = signer("test-secret-id", "test-secret-key", service, NEW_YEAR);

        assertThat(Tc3Request.sha256(request.canonical())).isEqualTo(canonicalHash);
        assertThat(Tc3Request.sha256(signer.stringToSign(request, NEW_YEAR))).isEqualTo(signedHash);
        assertThat(signer.authorization(request, NEW_YEAR))
                .isEqualTo(
                        "TC3-HMAC-SHA256 Credential=test-secret-id/2026-01-01/%s/tc3_request, SignedHeaders=%s, Signature=%s"
                                .formatted(
                                        service,
                                        action == null ? "content-type;host" : "content-type;host;x-tc-action",
                                        signature));
    }

    @Test
    void writesTheCanonicalRequestAsPublished() {
        assertThat(request(INTL, "SubmitHunyuanTo3DProJob", SUBMISSION).canonical())
                .isEqualTo("""
                        POST
                        /

                        content-type:application/json; charset=utf-8
                        host:hunyuan.intl.tencentcloudapi.com
                        x-tc-action:submithunyuanto3dprojob

                        content-type;host;x-tc-action
                        8994571d637294485f7edf95fcd350d8f4b8cb7e418d6333d9d302af7c3fbe36""");
    }

    /** The example of Tencent's documentation, with the placeholder credentials of its demo. */
    @Test
    void signsTheExampleOfTheDocumentation() {
        String payload =
                "{\"Limit\": 1, \"Filters\": [{\"Values\": [\"\\u672a\\u547d\\u540d\"], \"Name\": \"instance-name\"}]}";
        Instant then = Instant.ofEpochSecond(1_551_113_065);
        Tc3Request two = request("cvm.tencentcloudapi.com", null, payload);
        Tc3Request three = request("cvm.tencentcloudapi.com", "DescribeInstances", payload);

        assertThat(Tc3Request.sha256(two.canonical()))
                .isEqualTo("5ffe6a04c0664d6b969fab9a13bdab201d63ee709638e2749d62a09ca18d7031");
        assertThat(Tc3Request.sha256(three.canonical()))
                .isEqualTo("7019a55be8395899b900fb5564e4200d984910f34794a27cb3fb7d10ff6a1e84");
        assertThat(signer("AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE", "Gu5t9xGARNpq86cd98joQYCN3EXAMPLE", "cvm", then)
                        .authorization(two, then))
                .endsWith("Signature=72e494ea809ad7a8c8f7a4507b9bddcbaa8e581f516e8da2f66e2c5a96525168");
    }

    @Test
    void datesByUtcAndSignsTheHostThatIsSent() {
        Tc3Signer signer = signer("id", "key", "hunyuan", Instant.parse("2026-01-01T23:59:59Z"));

        Map<String, String> headers = signer.headers(
                URI.create("http://127.0.0.1:4711/"),
                Map.of("content-type", JSON, "x-tc-action", "QueryHunyuanTo3DProJob"),
                new byte[0]);

        assertThat(headers).containsEntry("X-TC-Timestamp", "1767311999").containsEntry("X-TC-Version", "2023-09-01");
        assertThat(headers)
                .containsEntry(
                        "Authorization",
                        signer.authorization(
                                request("127.0.0.1:4711", "QueryHunyuanTo3DProJob", ""),
                                Instant.parse("2026-01-01T23:59:59Z")));
        assertThat(headers.get("Authorization")).contains("id/2026-01-01/hunyuan/");
    }

    @Test
    void refusesToSignWithoutAContentType() {
        Tc3Signer signer = signer("id", "key", "hunyuan", NEW_YEAR);

        assertThatThrownBy(() -> signer.headers(URI.create("https://" + INTL), Map.of(), new byte[0]))
                .hasMessageContaining("content-type: absent");
    }

    @Test
    void printsNoSecret() {
        assertThat(signer("id", "hush", "hunyuan", NEW_YEAR).toString()).doesNotContain("hush");
    }
}
