// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.provider.openai;

import com.avvyland.worker.provider.TestingProvider;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.jspecify.annotations.Nullable;

/** Answers like OpenAI's API, and refuses what OpenAI would. */
public final class TestingOpenAi extends TestingProvider {

    public static final String KEY = "sk-testing-openai";

    /** What an understanding call is answered with. */
    public static final String UNDERSTANDING =
            "{\"title\":\"Red disc\",\"description\":\"A disc.\",\"tags\":[\"disc\"],"
                    + "\"estimated_dimensions\":{\"width_m\":1.0,\"height_m\":1.0,\"depth_m\":0.1},\"estimated_scale_factor\":1.0,"
                    + "\"restricted_detected\":false,\"restricted_reasons\":[]}";

    private static final ObjectMapper JSON = new ObjectMapper();

    private @Nullable String said;

    /** Return the answer that paints this picture, once. */
    public static Mishap painting(byte[] picture) {
        return Mishap.answer(200, TestingOpenAiImages.painted(picture, "opaque", 1));
    }

    /** Say this instead of a reading. */
    public synchronized void say(String text) {
        said = text;
    }

    @Override
    protected boolean buys(Call call) {
        return call.method().equals("POST");
    }

    @Override
    protected synchronized Answer answer(Call call) {
        if (!("Bearer " + KEY).equals(call.headers().get("authorization"))) {
            return error(401, "invalid_request_error", "invalid_api_key", "Incorrect API key provided");
        }
        JsonNode body;
        try {
            body = JSON.readTree(call.body());
        } catch (java.io.IOException e) {
            return error(400, "invalid_request_error", "invalid_json", "could not parse the JSON body");
        }
        return switch (call.path()) {
            case "/v1/responses" -> responses(body);
            case "/v1/images/generations" -> TestingOpenAiImages.generation(body);
            case "/v1/images/edits" -> TestingOpenAiImages.edit(body);
            default -> error(404, "invalid_request_error", "unknown_url", "Unknown request URL");
        };
    }

    private Answer responses(JsonNode body) {
        for (String required : new String[] {"model", "input", "text"}) {
            if (body.path(required).isMissingNode()) {
                return error(400, "invalid_request_error", "missing_required_parameter", required);
            }
        }
        JsonNode format = body.path("text").path("format");
        if (body.path("store").asBoolean(true) || !format.path("strict").asBoolean(false)) {
            return error(400, "invalid_request_error", "invalid_value", "store, strict");
        }
        String reading = format.path("name").asText().equals("understanding")
                ? UNDERSTANDING
                : "{\"score\":0.9,\"reasons\":[\"clean\"]}";
        String text = said == null ? reading : said;
        return Answer.json(
                200,
                "{\"id\":\"resp_1\",\"object\":\"response\",\"status\":\"completed\",\"error\":null,\"output\":[{\"type\":\"reasoning\","
                        + "\"summary\":[]},{\"type\":\"message\",\"role\":\"assistant\",\"status\":\"completed\",\"content\":[{\"type\":"
                        + "\"output_text\",\"text\":" + quoted(text)
                        + ",\"annotations\":[]}]}],\"usage\":{\"input_tokens\":10,"
                        + "\"output_tokens\":20,\"total_tokens\":30}}");
    }

    private static String quoted(String text) {
        try {
            return JSON.writeValueAsString(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    static Answer error(int status, String type, String code, String message) {
        return Answer.json(
                status,
                "{\"error\":{\"message\":\"%s\",\"type\":\"%s\",\"param\":null,\"code\":\"%s\"}}"
                        .formatted(message, type, code));
    }
}
