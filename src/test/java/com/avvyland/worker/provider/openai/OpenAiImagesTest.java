// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.provider.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.avvyland.worker.provider.Content;
import com.avvyland.worker.provider.Fault;
import com.avvyland.worker.provider.HttpAnswer;
import com.avvyland.worker.provider.HttpCall;
import com.avvyland.worker.provider.ProviderException;
import com.avvyland.worker.provider.ProviderRequest.Cutout;
import com.avvyland.worker.provider.ProviderRequest.Picture;
import com.avvyland.worker.task.Bytes;
import com.avvyland.worker.task.Image;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpenAiImagesTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Image IMAGE = new Image("image/jpeg", Bytes.of((byte) 1, (byte) 2, (byte) 3), null, null);

    private final OpenAiPicture picture = new OpenAiPicture();
    private final OpenAiCutout cutout = new OpenAiCutout();

    @Test
    void generatesWhereNothingIsGiven() throws Exception {
        HttpCall call = picture.request(new Picture("A red disc", List.of(), 1024), "gpt-image-2");

        assertThat(call.path()).isEqualTo("/images/generations");
        assertThat(json(call)).isEqualTo(JSON.readTree("""
                {"model":"gpt-image-2","prompt":"A red disc","n":1,"output_format":"png","size":"1024x1024","quality":"medium"}
                """));
    }

    @Test
    void editsWhatIsGiven() throws Exception {
        HttpCall call = picture.request(new Picture("As seen from behind", List.of(IMAGE, IMAGE), 1024), "gpt-image-2");

        assertThat(call.path()).isEqualTo("/images/edits");
        assertThat(json(call)).isEqualTo(JSON.readTree("""
                {"model":"gpt-image-2","prompt":"As seen from behind","n":1,"output_format":"png","size":"1024x1024",
                "quality":"medium","images":[{"image_url":"data:image/jpeg;base64,AQID"},
                {"image_url":"data:image/jpeg;base64,AQID"}]}
                """));
    }

    @ParameterizedTest
    @CsvSource({
        "gpt-image-1.5, 2048, 1024x1024",
        "gpt-image-1-mini, 1200, 1024x1024",
        "chatgpt-image-latest, 1200, 1024x1024",
        "gpt-image-2, 256, 1024x1024",
        "gpt-image-2, 1201, 1200x1200",
        "gpt-image-2.6-flare, 4096, 1440x1440",
    })
    void asksForTheNearestSquareOfTheModel(String model, int size, String expected) throws Exception {
        assertThat(json(picture.request(new Picture("A disc", List.of(), size), model))
                        .path("size")
                        .asText())
                .isEqualTo(expected);
    }

    @Test
    void paintsCutOutsOnATransparentBackground() throws Exception {
        JsonNode json = json(cutout.request(new Cutout(IMAGE), "gpt-image-1.5"));

        assertThat(json.path("background").asText()).isEqualTo("transparent");
        assertThat(json.path("output_format").asText()).isEqualTo("png");
        assertThat(json.path("images")).hasSize(1);
    }

    @Test
    void passesOverWhatItCannotTake() {
        assertPassedOver(() -> picture.request(new Picture("x".repeat(32_001), List.of(), 1024), "gpt-image-2"));
        assertPassedOver(() -> picture.request(new Picture("x", Collections.nCopies(17, IMAGE), 1024), "gpt-image-2"));
        assertPassedOver(() -> cutout.request(new Cutout(IMAGE), "gpt-image-2"));
        assertPassedOver(() -> cutout.request(new Cutout(IMAGE), "gpt-image-2-2026-04-21"));
    }

    @Test
    void takesTheCostFromTheTokens() {
        Content content = picture.answer(answer(200, """
                {"data":[{"b64_json":"AQID"}],"usage":{"input_tokens":1300,"input_tokens_details":{"text_tokens":300,
                "image_tokens":1000},"output_tokens":2000}}
                """));

        assertThat(content.costUsd()).isEqualTo((300 * 5 + 1000 * 8 + 2000 * 30) / 1e6);
        assertThat(content.files().getFirst().bytes()).isEqualTo(Bytes.of((byte) 1, (byte) 2, (byte) 3));
    }

    @Test
    void knowsNoCostWithoutTokens() {
        assertThat(picture.answer(answer(200, "{\"data\":[{\"b64_json\":\"AQID\"}]}"))
                        .costUsd())
                .isNull();
        assertThat(picture.answer(answer(200, """
                {"data":[{"b64_json":"AQID"}],"usage":{"output_tokens":-5}}
                """)).costUsd()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<html>",
                "[]",
                "{\"data\":null}",
                "{\"data\":[]}",
                "{\"data\":[{\"url\":\"https://x\"}]}",
                "{\"data\":[{\"b64_json\":\"not base64!\"}]}",
                "{\"data\":{\"b64_json\":\"AQID\"}}"
            })
    void seesASuccessWithoutAnImage(String body) {
        assertThatExceptionOfType(ProviderException.class)
                .isThrownBy(() -> picture.answer(answer(200, body)))
                .satisfies(failure -> assertThat(failure.fault()).isEqualTo(Fault.EMPTY_RESULT));
    }

    @ParameterizedTest
    @CsvSource({
        "400, image_generation_user_error, moderation_blocked, SAFETY_REFUSAL",
        "400, invalid_request_error, content_policy_violation, SAFETY_REFUSAL",
        "400, invalid_request_error, invalid_value, INVALID_INPUT",
        "401, invalid_request_error, invalid_api_key, AUTH",
        "403, invalid_request_error, unsupported_country, AUTH",
        "404, invalid_request_error, model_not_found, CONFIG",
        "400, invalid_request_error, model_not_found, CONFIG",
        "429, rate_limit_error, rate_limit_exceeded, RATE_LIMITED",
        "429, rate_limit_error, slow_down, RATE_LIMITED",
        "429, insufficient_quota, insufficient_quota, QUOTA_OR_CREDITS",
        "429, insufficient_quota, credit_balance_exhausted, QUOTA_OR_CREDITS",
        "429, x, organization_spend_limit_exceeded, QUOTA_OR_CREDITS",
        "429, x, project_spend_limit_exceeded, QUOTA_OR_CREDITS",
        "500, server_error, , TRANSIENT",
        "503, server_error, server_is_overloaded, OVERLOADED",
        "503, server_error, slow_down, OVERLOADED",
        "408, x, , AMBIGUOUS_SUBMIT",
        "502, x, , AMBIGUOUS_SUBMIT",
        "504, x, , AMBIGUOUS_SUBMIT",
    })
    void classifiesErrors(int status, String type, String code, Fault expected) {
        String body = "{\"error\":{\"message\":\"words\",\"type\":\"%s\",\"param\":null,\"code\":\"%s\"}}"
                .formatted(type, Objects.requireNonNullElse(code, ""));

        assertThat(Objects.requireNonNull(picture.fault(answer(status, body))).fault())
                .isEqualTo(expected);
    }

    @Test
    void waitsAsLongAsItIsTold() {
        HttpAnswer answer = new HttpAnswer(
                429,
                Map.of("Retry-After", "20"),
                Bytes.of("{\"error\":{\"code\":\"rate_limit_exceeded\"}}".getBytes(StandardCharsets.UTF_8)));

        assertThat(Objects.requireNonNull(picture.fault(answer)).retryAfter()).hasSeconds(20);
    }

    private static void assertPassedOver(Runnable request) {
        assertThatExceptionOfType(ProviderException.class)
                .isThrownBy(request::run)
                .satisfies(failure -> assertThat(failure.fault()).isEqualTo(Fault.PASSED_OVER));
    }

    private static JsonNode json(HttpCall call) throws Exception {
        return JSON.readTree(Objects.requireNonNull(call.body()).toByteArray());
    }

    private static HttpAnswer answer(int status, String body) {
        return new HttpAnswer(status, Map.of(), Bytes.of(body.getBytes(StandardCharsets.UTF_8)));
    }
}
