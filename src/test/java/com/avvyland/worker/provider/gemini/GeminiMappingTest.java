// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.provider.gemini;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.avvyland.worker.provider.Capability;
import com.avvyland.worker.provider.Content;
import com.avvyland.worker.provider.Fault;
import com.avvyland.worker.provider.HttpAnswer;
import com.avvyland.worker.provider.HttpCall;
import com.avvyland.worker.provider.ProviderException;
import com.avvyland.worker.provider.ProviderRequest.Picture;
import com.avvyland.worker.provider.ProviderRequest.Vision;
import com.avvyland.worker.provider.gemini.TestingGemini.Mishaps;
import com.avvyland.worker.task.Bytes;
import com.avvyland.worker.task.Image;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GeminiMappingTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Image IMAGE = new Image("image/jpeg", Bytes.of((byte) 1, (byte) 2, (byte) 3), null, null);

    private final GeminiVision vision = new GeminiVision(Capability.UNDERSTAND_IMAGE);
    private final GeminiPicture picture = new GeminiPicture();

    @Test
    void asksForAReadingByAJsonSchema() throws Exception {
        Vision request = new Vision(Capability.SCORE_IMAGE, "You judge.", "How good?", List.of(IMAGE));
        HttpCall call = new GeminiVision(Capability.SCORE_IMAGE).request(request, "gemini-flash-latest");

        ObjectNode expected = (ObjectNode) JSON.readTree("""
                {"systemInstruction":{"parts":[{"text":"You judge."}]},
                "contents":[{"role":"user","parts":[{"inlineData":{"mimeType":"image/jpeg","data":"AQID"}},{"text":"How good?"}]}],
                "generationConfig":{"maxOutputTokens":4096,"responseMimeType":"application/json",
                "thinkingConfig":{"thinkingBudget":512}}}
                """);
        ((ObjectNode) expected.get("generationConfig"))
                .set("responseJsonSchema", JSON.readTree(request.schema().json()));
        assertThat(call.path()).isEqualTo("/v1beta/models/gemini-flash-latest:generateContent");
        assertThat(json(call)).isEqualTo(expected);
    }

    @Test
    void asksForAPictureByAPromptAndImages() throws Exception {
        HttpCall call = picture.request(new Picture("The back", List.of(IMAGE), 1024), "gemini-3.1-flash-image");

        assertThat(json(call)).isEqualTo(JSON.readTree("""
                {"contents":[{"role":"user","parts":[{"inlineData":{"mimeType":"image/jpeg","data":"AQID"}},{"text":"The back"}]}],
                "generationConfig":{"responseModalities":["TEXT","IMAGE"],"imageConfig":{"aspectRatio":"1:1","imageSize":"1K"}}}
                """));
    }

    @ParameterizedTest
    @CsvSource({"256,1K", "1536,1K", "1537,2K", "3072,2K", "4096,4K"})
    void asksForTheNearestSquare(int size, String expected) throws Exception {
        HttpCall call = picture.request(new Picture("x", List.of(), size), "gemini-3.1-flash-image");

        assertThat(json(call).at("/generationConfig/imageConfig/imageSize").asText())
                .isEqualTo(expected);
    }

    @Test
    void passesOverWhatItCannotTake() {
        Image large = new Image("image/png", Bytes.of(new byte[7_000_001]), null, null);
        assertFault(
                Fault.PASSED_OVER,
                () -> picture.request(new Picture("x", List.of(large, large), 1024), "gemini-3.1-flash-image"));
        assertFault(
                Fault.PASSED_OVER,
                () -> picture.request(
                        new Picture("x", Collections.nCopies(15, IMAGE), 1024), "gemini-3.1-flash-image"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"../x", "a/b", "a:generateContent?x", "a b", ""})
    void putsNothingButAnIdIntoThePath(String model) {
        assertFault(Fault.CONFIG, () -> picture.request(new Picture("x", List.of(), 1024), model));
    }

    @ParameterizedTest
    @CsvSource({
        "SAFETY, SAFETY_REFUSAL",
        "BLOCKLIST, SAFETY_REFUSAL",
        "PROHIBITED_CONTENT, SAFETY_REFUSAL",
        "SPII, SAFETY_REFUSAL",
        "IMAGE_SAFETY, SAFETY_REFUSAL",
        "IMAGE_PROHIBITED_CONTENT, SAFETY_REFUSAL",
        "RECITATION, EMPTY_RESULT",
        "IMAGE_RECITATION, EMPTY_RESULT",
        "NO_IMAGE, EMPTY_RESULT",
        "IMAGE_OTHER, EMPTY_RESULT",
        "LANGUAGE, EMPTY_RESULT",
        "OTHER, EMPTY_RESULT",
        "MALFORMED_FUNCTION_CALL, EMPTY_RESULT",
        "MAX_TOKENS, EMPTY_RESULT",
        "SOMETHING_NEW, EMPTY_RESULT",
    })
    void readsTheReasonBesideTheContent(String reason, Fault expected) {
        assertFault(expected, () -> picture.answer(answer(200, Mishaps.ended(reason))));
        String half = "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"{\"}]},\"finishReason\":\"%s\"}]}";
        assertFault(expected, () -> vision.answer(answer(200, half.formatted(reason))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"SAFETY", "OTHER", "BLOCKLIST", "PROHIBITED_CONTENT", "IMAGE_SAFETY"})
    void seesABlockedPrompt(String reason) {
        assertFault(Fault.SAFETY_REFUSAL, () -> vision.answer(answer(200, Mishaps.blocked(reason))));
    }

    @Test
    void takesWordsInPlaceOfAnImageForNoResult() {
        assertThatExceptionOfType(ProviderException.class)
                .isThrownBy(() -> picture.answer(answer(200, Mishaps.words())))
                .withMessageContaining("text in place of an image")
                .satisfies(failure -> assertThat(failure.fault()).isEqualTo(Fault.EMPTY_RESULT));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<html>",
                "[]",
                "{}",
                "{\"candidates\":{}}",
                "{\"candidates\":[{\"content\":{\"parts\":[{\"inlineData\":{\"data\":\"no base64!\"}}]}}]}",
                "{\"candidates\":[{\"content\":{\"parts\":[{\"inlineData\":{\"data\":\"AQID\"},\"thought\":true}]}}]}",
                "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"{}\",\"thought\":true}]}}]}"
            })
    void seesASuccessWithoutAResult(String body) {
        assertFault(Fault.EMPTY_RESULT, () -> picture.answer(answer(200, body)));
        assertFault(Fault.EMPTY_RESULT, () -> vision.answer(answer(200, body)));
    }

    @ParameterizedTest
    @CsvSource({"gemini-3.1-flash-image, 0.0672", "gemini-3-pro-image, 0.1344", "gemini-9-image,"})
    void takesTheCostFromTheTokensOfTheImage(String model, Double expected) {
        Content content = picture.answer(answer(200, """
                {"candidates":[{"content":{"parts":[{"inlineData":{"data":"AQID"}}]},"finishReason":"STOP"}],
                "usageMetadata":{"candidatesTokensDetails":[{"modality":"TEXT","tokenCount":9},
                {"modality":"IMAGE","tokenCount":1120}]},"modelVersion":"%s"}
                """.formatted(model)));

        assertThat(content.costUsd()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "400, INVALID_ARGUMENT, INVALID_INPUT",
        "400, FAILED_PRECONDITION, CONFIG",
        "402, FAILED, QUOTA_OR_CREDITS",
        "403, PERMISSION_DENIED, AUTH",
        "404, NOT_FOUND, CONFIG",
        "429, RESOURCE_EXHAUSTED, RATE_LIMITED",
        "500, INTERNAL, TRANSIENT",
        "503, UNAVAILABLE, OVERLOADED",
        "502, X, AMBIGUOUS_SUBMIT",
        "504, DEADLINE_EXCEEDED, AMBIGUOUS_SUBMIT",
    })
    void classifiesErrors(int status, String name, Fault expected) {
        String body = new String(TestingGemini.error(status, name, "words", "").body(), StandardCharsets.UTF_8);

        assertThat(fault(status, body).fault()).isEqualTo(expected);
        assertThat(fault(status, "[" + body + "]").getMessage()).endsWith("words");
    }

    @Test
    void knowsARefusedKeyByItsReason() {
        assertThat(fault(400, text(Mishaps.badKey())).fault()).isEqualTo(Fault.AUTH);
    }

    @ParameterizedTest
    @CsvSource({
        "GenerateRequestsPerMinutePerProjectPerModel, RATE_LIMITED",
        "GenerateRequestsPerDayPerProjectPerModel-FreeTier, QUOTA_OR_CREDITS",
    })
    void tellsAQuotaOfTheDayFromOneOfTheMinute(String quota, Fault expected) {
        assertThat(fault(429, text(Mishaps.exhausted(quota, "34.07s"))).fault()).isEqualTo(expected);
        assertThat(fault(429, "[" + text(Mishaps.exhausted(quota, "34s")) + "]").fault())
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"34s, 34000", "34.074824224s, 34074", "0s, 0", "-1s,", "1h,", "999999999s,", "s,"})
    void waitsAsLongAsTheBodySays(String delay, Long expectedMillis) {
        ProviderException fault = fault(429, text(Mishaps.exhausted("PerMinute", delay)));

        assertThat(fault.retryAfter() == null ? null : (Long) fault.retryAfter().toMillis())
                .isEqualTo(expectedMillis);
    }

    private ProviderException fault(int status, String body) {
        return Objects.requireNonNull(picture.fault(answer(status, body)));
    }

    private static void assertFault(Fault expected, Runnable step) {
        assertThatExceptionOfType(ProviderException.class)
                .isThrownBy(step::run)
                .satisfies(failure -> assertThat(failure.fault()).isEqualTo(expected));
    }

    private static String text(TestingGemini.Answer answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    private static JsonNode json(HttpCall call) throws Exception {
        return JSON.readTree(Objects.requireNonNull(call.body()).toByteArray());
    }

    private static HttpAnswer answer(int status, String body) {
        return new HttpAnswer(status, Map.of(), Bytes.of(body.getBytes(StandardCharsets.UTF_8)));
    }
}
