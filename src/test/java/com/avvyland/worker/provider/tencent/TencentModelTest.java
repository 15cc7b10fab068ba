// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.provider.tencent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.avvyland.worker.provider.Download;
import com.avvyland.worker.provider.Fault;
import com.avvyland.worker.provider.HttpAnswer;
import com.avvyland.worker.provider.HttpCall;
import com.avvyland.worker.provider.JobStatus;
import com.avvyland.worker.provider.Json;
import com.avvyland.worker.provider.ProviderException;
import com.avvyland.worker.provider.ProviderRequest.Model;
import com.avvyland.worker.provider.TestingImages;
import com.avvyland.worker.task.Bytes;
import com.avvyland.worker.task.Image;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TencentModelTest {

    private static final Image FRONT = TestingImages.disc(128);

    private final TencentModel tencent = new TencentModel();

    private static Model model(@Nullable Integer faces, boolean pbr) {
        return new Model(FRONT, Map.of(), faces, pbr);
    }

    private String sent(Model request, String model) {
        HttpCall call = tencent.submission(request, model, List.of());
        assertThat(call.headers())
                .containsEntry("X-TC-Action", "SubmitHunyuanTo3DProJob")
                .containsEntry("Content-Type", "application/json; charset=utf-8");
        return new String(Objects.requireNonNull(call.body()).toByteArray(), StandardCharsets.UTF_8)
                .replace(Json.base64(FRONT.bytes()), "<front>");
    }

    private static HttpAnswer answer(String response) {
        return new HttpAnswer(
                200,
                Map.of(),
                Bytes.of("{\"Response\":{%s}}".formatted(response).getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void sendsWhatIsWantedAndNothingThatIsUsual() {
        assertThat(sent(model(null, false), "3.1")).isEqualTo("{\"Model\":\"3.1\",\"ImageBase64\":\"<front>\"}");
        assertThat(sent(model(500_000, false), "3.1")).doesNotContain("FaceCount");
        assertThat(sent(model(20_000, true), "3.1"))
                .isEqualTo("{\"Model\":\"3.1\",\"ImageBase64\":\"<front>\",\"EnablePBR\":true,\"FaceCount\":20000}");
        assertThat(sent(model(null, true), "3.1:Geometry"))
                .isEqualTo("{\"Model\":\"3.1\",\"ImageBase64\":\"<front>\",\"GenerateType\":\"Geometry\"}");
    }

    @Test
    void sendsOtherSidesWithoutTheFront() {
        Model request = new Model(FRONT, Map.of("left_front", FRONT, "back", FRONT), null, false);

        assertThat(sent(request, "3.1"))
                .isEqualTo("{\"Model\":\"3.1\",\"ImageBase64\":\"<front>\",\"MultiViewImages\":["
                        + "{\"ViewType\":\"back\",\"ViewImageBase64\":\"<front>\"},"
                        + "{\"ViewType\":\"left_front\",\"ViewImageBase64\":\"<front>\"}]}");
    }

    @ParameterizedTest
    @CsvSource({
        "3.1,,false,false,25,0.50",
        "3.1,500000,false,false,25,0.50",
        "3.1,20000,false,false,35,0.70",
        "3.1,,true,false,35,0.70",
        "3.1,20000,true,true,55,1.10",
        "3.1:Geometry,,true,false,15,0.30",
        "3.1:Geometry,20000,true,true,35,0.70"
    })
    void countsCredits(String model, @Nullable Integer faces, boolean pbr, boolean views, int credits, BigDecimal usd) {
        Model request = new Model(FRONT, views ? Map.of("back", FRONT) : Map.of(), faces, pbr);

        assertThat(TencentOffer.of(model).credits(request)).isEqualTo(credits);
        assertThat(tencent.cost(request, model, new BigDecimal("0.02"))).isEqualByComparingTo(usd);
    }

    @Test
    void refusesBeforeItIsPaidWhatTencentRefuses() {
        refused(new Model(TestingImages.disc(127), Map.of(), null, false), "front: 127 x 127 pixels");
        refused(new Model(wide(5001), Map.of(), null, false), "front: 5001 x 128 pixels");
        refused(new Model(text("GIF89a, or nothing at all"), Map.of(), null, false), "front: another format");
        refused(new Model(FRONT, Map.of("front", FRONT), null, false), "views: another side");
        refused(
                new Model(FRONT, Map.of("back", text("RIFF....WEBPVP8 ........")), null, false),
                "back: another format");
        refused(new Model(padded(6 * 1024 * 1024 + 1), Map.of(), null, false), "front: 6291457 bytes");
        Image half = padded(3 * 1024 * 1024 + 1);
        refused(new Model(FRONT, Map.of("back", half, "left", half), null, false), "views: 6291458 bytes");
        refused(new Model(padded(6 << 20), Map.of("left", half), null, false), "as Base64");
        refused(model(2999, false), "faces: 2999");
        refused(model(1_500_001, false), "faces: 1500001");
        assertThatThrownBy(
                        () -> tencent.submission(new Model(FRONT, Map.of("top", FRONT), null, false), "3.0", List.of()))
                .hasMessageContaining("views: another side (expected: back, left, right)");
        assertThatThrownBy(() -> tencent.submission(model(null, false), "hunyuan", List.of()))
                .hasMessageContaining("model: hunyuan");
    }

    private void refused(Model request, String said) {
        assertThatThrownBy(() -> tencent.submission(request, "3.1", List.of()))
                .isInstanceOfSatisfying(
                        ProviderException.class, e -> assertThat(e.fault()).isEqualTo(Fault.INVALID_INPUT))
                .hasMessageContaining(said);
    }

    /** A PNG that says to be wider than it is. */
    private static Image wide(int width) {
        byte[] png = FRONT.bytes().toByteArray();
        ByteBuffer.wrap(png).putInt(16, width);
        return new Image("image/png", Bytes.of(png), null, null);
    }

    private static Image padded(int size) {
        byte[] png = Arrays.copyOf(FRONT.bytes().toByteArray(), size);
        return new Image("image/png", Bytes.of(png), null, null);
    }

    private static Image text(String content) {
        return new Image("image/png", Bytes.of(content.getBytes(StandardCharsets.UTF_8)), null, null);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"''", "\"JobId\":\"\"", "\"JobId\":\"../1\"", "\"JobId\":{}"})
    void takesASubmissionWithoutAnIdForAPossiblePurchase(String response) {
        assertThatThrownBy(() -> tencent.accepted(answer(response)))
                .isInstanceOfSatisfying(
                        ProviderException.class, e -> assertThat(e.fault()).isEqualTo(Fault.AMBIGUOUS_SUBMIT));
    }

    @Test
    void asksForAJobByItsId() {
        HttpCall call = tencent.poll("1375367755519696896");

        assertThat(call.headers()).containsEntry("X-TC-Action", "QueryHunyuanTo3DProJob");
        assertThat(new String(Objects.requireNonNull(call.body()).toByteArray(), StandardCharsets.UTF_8))
                .isEqualTo("{\"JobId\":\"1375367755519696896\"}");
    }

    @Test
    void goesOnUntilAJobIsAtItsEnd() {
        assertThat(tencent.status("1", answer("\"Status\":\"WAIT\""))).isInstanceOf(JobStatus.Queued.class);
        assertThat(tencent.status("1", answer("\"Status\":\"RUN\""))).isInstanceOf(JobStatus.Running.class);
        assertThat(tencent.status("1", answer("\"Status\":\"NEW\""))).isInstanceOf(JobStatus.Running.class);
        assertThat(tencent.status("1", answer(""))).isInstanceOf(JobStatus.Running.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "OBJ=https://a.test/x.zip?q=1 GLB=https://a.test/x.glb?q=2|glb|https://a.test/x.glb?q=2",
                "MP4=https://a.test/x.mp4 OBJ=https://a.test/x.zip?q=1|zip|https://a.test/x.zip?q=1",
                "OBJ=https://a.test/x.obj|obj|https://a.test/x.obj",
                "GLB=no-url OBJ=https://a.test/x.zip|zip|https://a.test/x.zip",
                "GLB=http[ ZIP=https://a.test/y.zip|zip|https://a.test/y.zip"
            })
    void prefersAGlb(String files, String type, URI url) {
        StringBuilder list = new StringBuilder();
        for (String file : files.split(" ")) {
            String[] pair = file.split("=", 2);
            list.append(list.isEmpty() ? "" : ",")
                    .append("{\"Type\":\"%s\",\"Url\":\"%s\"}".formatted(pair[0], pair[1]));
        }

        JobStatus status = tencent.status("1", answer("\"Status\":\"DONE\",\"ResultFile3Ds\":[%s]".formatted(list)));

        assertThat(status)
                .isInstanceOfSatisfying(
                        JobStatus.Done.class,
                        done -> assertThat(done.content().downloads()).containsExactly(new Download(type, url)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"[]", "null", "[{\"Type\":\"MP4\",\"Url\":\"https://a.test/x.mp4\"}]"})
    void doesNotTakeAnEndWithoutAModelForAResult(String files) {
        assertThatThrownBy(
                        () -> tencent.status("1", answer("\"Status\":\"DONE\",\"ResultFile3Ds\":%s".formatted(files))))
                .isInstanceOfSatisfying(
                        ProviderException.class, e -> assertThat(e.fault()).isEqualTo(Fault.EMPTY_RESULT));
    }

    @Test
    void endsAJobThatFailed() {
        assertThatThrownBy(
                        () -> tencent.status(
                                "1",
                                answer(
                                        "\"Status\":\"FAIL\",\"ErrorCode\":\"FailedOperation.InnerError\",\"ErrorMessage\":\"x\"")))
                .isInstanceOfSatisfying(
                        ProviderException.class, e -> assertThat(e.fault()).isEqualTo(Fault.JOB_FAILED));
    }
}
