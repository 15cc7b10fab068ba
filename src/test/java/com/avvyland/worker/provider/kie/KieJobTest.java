// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.provider.kie;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import com.avvyland.worker.provider.Fault;
import com.avvyland.worker.provider.HttpAnswer;
import com.avvyland.worker.provider.HttpCall;
import com.avvyland.worker.provider.JobStatus;
import com.avvyland.worker.provider.Json;
import com.avvyland.worker.provider.ProviderException;
import com.avvyland.worker.provider.ProviderRequest.Cutout;
import com.avvyland.worker.provider.ProviderRequest.Picture;
import com.avvyland.worker.provider.TestingImages;
import com.avvyland.worker.task.Bytes;
import com.avvyland.worker.task.Image;
import com.fasterxml.jackson.databind.JsonNode;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import javax.imageio.ImageIO;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KieJobTest {

    private static final KiePicture PICTURES = new KiePicture();
    private static final KieCutout CUTOUTS = new KieCutout();
    private static final Image DISC = TestingImages.disc(256);
    private static final HttpAnswer UPLOADED = KieFaultsTest.answer(
            200, "{\"success\":true,\"code\":200,\"data\":{\"downloadUrl\":\"https://f.example/a.png\"}}");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        nano-banana-2                 | 1024 | {"prompt":"p","image_input":["https://f.example/a.png"],"aspect_ratio":"1:1","resolution":"1K","output_format":"png"}
        nano-banana-2                 | 4096 | {"prompt":"p","image_input":["https://f.example/a.png"],"aspect_ratio":"1:1","resolution":"4K","output_format":"png"}
        nano-banana-pro               | 2048 | {"prompt":"p","image_input":["https://f.example/a.png"],"aspect_ratio":"1:1","resolution":"2K","output_format":"png"}
        google/nano-banana-edit       | 4096 | {"prompt":"p","image_urls":["https://f.example/a.png"],"image_size":"1:1","output_format":"png"}
        gpt-image-2-image-to-image    | 4096 | {"prompt":"p","input_urls":["https://f.example/a.png"],"aspect_ratio":"1:1","resolution":"2K"}
        """)
    void callsFieldsAsEachModelDoes(String model, int size, String input) {
        HttpCall call = PICTURES.submission(picture(1, size), model, List.of(UPLOADED));

        assertThat(call.path()).isEqualTo("/api/v1/jobs/createTask");
        assertThat(Json.read(Objects.requireNonNull(call.body())))
                .isEqualTo(Json.read("{\"model\":\"%s\",\"input\":%s}".formatted(model, input)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        nano-banana-2               | {"prompt":"p","aspect_ratio":"1:1","resolution":"1K","output_format":"png"}
        google/nano-banana          | {"prompt":"p","image_size":"1:1","output_format":"png"}
        gpt-image-2-text-to-image   | {"prompt":"p","aspect_ratio":"1:1","resolution":"1K"}
        """)
    void paintsFromWordsAlone(String model, String input) {
        HttpCall call = PICTURES.submission(picture(0, 512), model, List.of());

        assertThat(Json.read(Objects.requireNonNull(call.body())).path("input")).isEqualTo(Json.read(input));
    }

    @ParameterizedTest
    @CsvSource({
        "nano-banana-2, 15, PASSED_OVER",
        "google/nano-banana-edit, 0, PASSED_OVER",
        "google/nano-banana-edit, 11, PASSED_OVER",
        "gpt-image-2-text-to-image, 1, PASSED_OVER",
        "seedream/4.5-edit, 1, CONFIG"
    })
    void uploadsNothingForAModelThatCannotTakeIt(String model, int inputs, Fault expected) {
        assertFault(() -> PICTURES.uploads(picture(inputs, 1024), model), expected);
    }

    @Test
    void uploadsNothingForAPromptThatIsTooLong() {
        Picture picture = new Picture("x".repeat(20_001), List.of(DISC), 1024);

        assertFault(() -> PICTURES.uploads(picture, "nano-banana-2"), Fault.INVALID_INPUT);
    }

    @ParameterizedTest
    @ValueSource(ints = {255, 4096, 4097})
    void uploadsNoImageThatRecraftWouldRefuse(int edge) {
        assertFault(() -> CUTOUTS.uploads(new Cutout(TestingImages.disc(edge)), "any"), Fault.INVALID_INPUT);
    }

    @Test
    void uploadsNoImageWithAnEdgeThatRecraftWouldRefuse() throws IOException {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(4097, 300, BufferedImage.TYPE_BYTE_GRAY), "png", png);
        Image wide = new Image("image/png", Bytes.of(png.toByteArray()), null, null);

        assertFault(() -> CUTOUTS.uploads(new Cutout(wide), "any"), Fault.INVALID_INPUT);
    }

    @Test
    void uploadsNoImageOfTooManyBytes() {
        byte[] png = TestingImages.png(300, Color.RED);
        byte[] padded = Arrays.copyOf(png, 5_000_001);

        assertFault(
                () -> CUTOUTS.uploads(new Cutout(new Image("image/png", Bytes.of(padded), null, null)), "any"),
                Fault.INVALID_INPUT);
    }

    @Test
    void uploadsNothingThatIsNoImageByItsContent() {
        Image liar = new Image("image/png", Bytes.of(new byte[4096]), 512, 512);

        assertFault(() -> CUTOUTS.uploads(new Cutout(liar), "any"), Fault.INVALID_INPUT);
    }

    @Test
    void uploadsUnderANameThatNoOtherContentHas() {
        String one = upload(TestingImages.disc(256)).path("fileName").asText();
        String other = upload(TestingImages.disc(257)).path("fileName").asText();

        assertThat(one).matches("[0-9a-f]{64}\\.png").isNotEqualTo(other);
        assertThat(upload(DISC).path("fileName").asText()).isEqualTo(one);
        assertThat(upload(DISC).path("base64Data").asText()).isEqualTo(Json.dataUri(DISC));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"data\":{\"downloadUrl\":\"file:///etc/passwd\"}}",
                "{\"data\":{\"downloadUrl\":\"https://a b\"}}"
            })
    void namesNoUploadThatIsNoUrl(String json) {
        assertFault(
                () -> CUTOUTS.submission(new Cutout(DISC), "m", List.of(KieFaultsTest.answer(200, json))),
                Fault.TRANSIENT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "../../credit", "a b", "a&b=c"})
    void putsNoIdIntoAUrlThatLeavesIt(String id) {
        HttpAnswer answer = KieFaultsTest.answer(200, "{\"code\":200,\"data\":{\"taskId\":\"%s\"}}".formatted(id));

        assertFault(() -> CUTOUTS.accepted(answer), Fault.AMBIGUOUS_SUBMIT);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        {"code":200,"data":{"state":"waiting"}}                                    | Queued
        {"code":200,"data":{"state":"queuing"}}                                    | Queued
        {"code":200,"data":{"state":"generating"}}                                 | Running
        {"code":200,"data":{"state":"dreaming"}}                                   | Queued
        {"code":422,"msg":"recordInfo is null","data":null}                        | Unseen
        {"code":500,"data":{"state":"generating"}}                                 | Running
        """)
    void readsHowFarAJobIs(String json, String expected) {
        HttpAnswer answer = KieFaultsTest.answer(200, json);

        assertThat(CUTOUTS.fault(answer)).isNull();
        assertThat(CUTOUTS.status("t", answer).getClass().getSimpleName()).isEqualTo(expected);
    }

    @Test
    void readsTheResultOutOfJsonInAString() {
        HttpAnswer answer = KieFaultsTest.answer(
                200,
                "{\"code\":200,\"data\":{\"state\":\"success\",\"resultJson\":\"{\\\"resultUrls\\\":[\\\"https://r.example/x.png\\\"]}\"}}");

        assertThat(CUTOUTS.status("t", answer))
                .isInstanceOfSatisfying(
                        JobStatus.Done.class,
                        done -> assertThat(done.content().downloads().getFirst().url())
                                .hasToString("https://r.example/x.png"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        {"state":"success","resultJson":"{\\"resultUrls\\":[]}"}                   | EMPTY_RESULT
        {"state":"success","resultJson":"no json"}                                 | EMPTY_RESULT
        {"state":"success"}                                                        | EMPTY_RESULT
        {"state":"success","resultJson":"{\\"resultUrls\\":[\\"a b\\"]}"}          | EMPTY_RESULT
        {"state":"fail","failCode":"422","failMsg":"flagged as sensitive"}         | SAFETY_REFUSAL
        {"state":"fail","failCode":"500","failMsg":"internal error"}               | JOB_FAILED
        {"state":"fail"}                                                           | JOB_FAILED
        """)
    void takesNoEndWithoutAnImageForAResult(String data, Fault expected) {
        HttpAnswer answer = KieFaultsTest.answer(200, "{\"code\":200,\"data\":%s}".formatted(data));

        assertThat(CUTOUTS.fault(answer)).isNull();
        assertFault(() -> CUTOUTS.status("t", answer), expected);
    }

    private static JsonNode upload(Image image) {
        HttpCall call = CUTOUTS.uploads(new Cutout(image)).getFirst();
        assertThat(call.path()).isEqualTo("/api/file-base64-upload");
        return Json.read(Objects.requireNonNull(call.body()));
    }

    private static Picture picture(int inputs, int size) {
        return new Picture("p", Collections.nCopies(inputs, DISC), size);
    }

    private static void assertFault(ThrowingCallable call, Fault expected) {
        assertThatThrownBy(call)
                .asInstanceOf(type(ProviderException.class))
                .extracting(ProviderException::fault)
                .isEqualTo(expected);
    }
}
