// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.provider.nanobanana;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import com.avvyland.worker.provider.Fault;
import com.avvyland.worker.provider.HttpAnswer;
import com.avvyland.worker.provider.HttpCall;
import com.avvyland.worker.provider.Json;
import com.avvyland.worker.provider.ProviderException;
import com.avvyland.worker.provider.ProviderRequest.Picture;
import com.avvyland.worker.provider.PublicUrls;
import com.avvyland.worker.provider.TestingImages;
import com.avvyland.worker.task.Bytes;
import com.avvyland.worker.task.FailureCode;
import com.avvyland.worker.task.TaskFailure;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NanoBananaPictureTest {

    private static final NanoBananaPicture PICTURES = new NanoBananaPicture(PublicUrls.NONE);

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        generate     | 4096 | {"prompt":"p","type":"TEXTTOIAMGE","numImages":1,"image_size":"1:1","callBackUrl":"https://callback.invalid/"}
        generate-2   | 1024 | {"prompt":"p","aspectRatio":"1:1","resolution":"1K","outputFormat":"png"}
        generate-2   | 2048 | {"prompt":"p","aspectRatio":"1:1","resolution":"2K","outputFormat":"png"}
        generate-pro | 4096 | {"prompt":"p","aspectRatio":"1:1","resolution":"4K"}
        """)
    void callsFieldsAsEachModelDoes(String model, int size, String json) {
        HttpCall call = PICTURES.submission(new Picture("p", List.of(), size), model, List.of());

        assertThat(call.path()).isEqualTo("/nanobanana/" + model);
        assertThat(Json.read(Objects.requireNonNull(call.body()))).isEqualTo(Json.read(json));
    }

    @Test
    void namesInputsByUrlsThatAreLent() {
        NanoBananaPicture pictures = new NanoBananaPicture(
                (image, time) -> Optional.of(URI.create("https://b.example/" + image.width() + "?t=" + time)));
        Picture picture = new Picture("p", List.of(TestingImages.disc(64), TestingImages.disc(65)), 1024);

        HttpCall call = pictures.submission(picture, "generate", List.of());

        assertThat(Json.read(Objects.requireNonNull(call.body()))).isEqualTo(Json.read("""
            {"prompt":"p","imageUrls":["https://b.example/64?t=PT1H","https://b.example/65?t=PT1H"],"type":"IMAGETOIAMGE",\
            "numImages":1,"image_size":"1:1","callBackUrl":"https://callback.invalid/"}"""));
    }

    @Test
    void isPassedOverWhileNobodyCanLend() {
        NanoBananaPicture pictures = new NanoBananaPicture((_, _) -> {
            throw new TaskFailure(FailureCode.STORAGE_FAILED, "s3: 503 (expected: 200)");
        });
        Picture picture = new Picture("p", List.of(TestingImages.disc(64)), 1024);

        assertFault(() -> pictures.submission(picture, "generate-2", List.of()), Fault.PASSED_OVER);
        assertFault(() -> PICTURES.submission(picture, "generate-2", List.of()), Fault.PASSED_OVER);
    }

    @Test
    void takesNoMoreInputsThanItsModelsDo() {
        Picture picture = new Picture("p", Collections.nCopies(9, TestingImages.disc(64)), 1024);

        assertFault(() -> PICTURES.uploads(picture, "generate-2"), Fault.PASSED_OVER);
    }

    @Test
    void knowsNoOtherModel() {
        assertFault(() -> PICTURES.uploads(new Picture("p", List.of(), 1024), "../common/credit"), Fault.CONFIG);
    }

    @ParameterizedTest
    @CsvSource({"0, Running", "1, Done"})
    void readsHowFarATaskIs(int flag, String expected) {
        HttpAnswer answer = answer("""
            {"code":200,"data":{"successFlag":%d,"response":{"originImageUrl":"https://r.example/gone",\
            "resultImageUrl":"https://r.example/x.png"}}}""".formatted(flag));

        assertThat(PICTURES.fault(answer)).isNull();
        assertThat(PICTURES.status("t", answer).getClass().getSimpleName()).isEqualTo(expected);
    }

    @Test
    void takesATaskWithoutRecordForOneThatIsNotVisibleYet() {
        HttpAnswer answer = answer("{\"code\":200,\"msg\":\"success\",\"data\":null}");

        assertThat(PICTURES.fault(answer)).isNull();
        assertThat(PICTURES.status("t", answer).getClass().getSimpleName()).isEqualTo("Unseen");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        {"successFlag":1,"response":null}                                                     | EMPTY_RESULT
        {"successFlag":1,"response":{"originImageUrl":"https://r.example/x.png"}}             | EMPTY_RESULT
        {"successFlag":1,"response":{"resultImageUrl":"a b"}}                                 | EMPTY_RESULT
        {"successFlag":2,"errorCode":500,"errorMessage":"could not be created"}               | JOB_FAILED
        {"successFlag":3,"errorCode":501,"errorMessage":"generation failed"}                  | JOB_FAILED
        {"successFlag":3,"errorCode":400,"errorMessage":"violates content policy"}            | SAFETY_REFUSAL
        """)
    void takesNoEndWithoutAnImageForAResult(String data, Fault expected) {
        HttpAnswer answer = answer("{\"code\":200,\"data\":%s}".formatted(data));

        assertThat(PICTURES.fault(answer)).isNull();
        assertFault(() -> PICTURES.status("t", answer), expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "../../credit", "a b"})
    void putsNoIdIntoAUrlThatLeavesIt(String id) {
        assertFault(
                () -> PICTURES.accepted(answer("{\"code\":200,\"data\":{\"taskId\":\"%s\"}}".formatted(id))),
                Fault.AMBIGUOUS_SUBMIT);
    }

    private static HttpAnswer answer(String json) {
        return new HttpAnswer(200, Map.of(), Bytes.of(json.getBytes(StandardCharsets.UTF_8)));
    }

    private static void assertFault(ThrowingCallable call, Fault expected) {
        assertThatThrownBy(call)
                .asInstanceOf(type(ProviderException.class))
                .extracting(ProviderException::fault)
                .isEqualTo(expected);
    }
}
