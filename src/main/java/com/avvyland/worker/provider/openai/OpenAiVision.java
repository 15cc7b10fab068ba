// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.provider.openai;

import com.avvyland.worker.provider.Capability;
import com.avvyland.worker.provider.Content;
import com.avvyland.worker.provider.Fault;
import com.avvyland.worker.provider.HttpAnswer;
import com.avvyland.worker.provider.HttpCall;
import com.avvyland.worker.provider.Json;
import com.avvyland.worker.provider.Provider;
import com.avvyland.worker.provider.ProviderException;
import com.avvyland.worker.provider.ProviderRequest.Vision;
import com.avvyland.worker.provider.SyncApi;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** Maps readings onto the Responses API, {@code POST /responses}, with a strict schema and nothing stored. */
public final class OpenAiVision implements SyncApi<Vision> {

    /** A description is a few hundred tokens; what a reasoning model thinks before it counts, too. */
    private static final int MOST_TOKENS = 4000;

    private final Capability capability;

    public OpenAiVision(Capability capability) {
        this.capability = capability;
    }

    @Override
    public Provider provider() {
        return Provider.OPENAI;
    }

    @Override
    public Capability capability() {
        return capability;
    }

    @Override
    public HttpCall request(Vision vision, String model) {
        ObjectNode root = Json.object()
                .put("model", model)
                .put("store", false)
                .put("max_output_tokens", MOST_TOKENS)
                .put("instructions", vision.instructions());
        ObjectNode message = root.putArray("input").addObject().put("role", "user");
        ArrayNode content = message.putArray("content");
        content.addObject().put("type", "input_text").put("text", vision.prompt());
        vision.images()
                .forEach(image -> content.addObject()
                        .put("type", "input_image")
                        .put("image_url", Json.dataUri(image))
                        .put("detail", "high"));
        ObjectNode format = root.putObject("text").putObject("format");
        format.put("type", "json_schema")
                .put("name", vision.schema().name())
                .put("strict", true)
                .set("schema", Json.read(vision.schema().json()));
        return HttpCall.post("/responses", Json.bytes(root));
    }

    @Override
    public @Nullable ProviderException fault(HttpAnswer answer) {
        return OpenAiFaults.of(answer);
    }

    @Override
    public Content answer(HttpAnswer answer) {
        JsonNode root = Json.read(answer.body());
        String status = root.path("status").asText("");
        if (status.equals("incomplete")) {
            String reason = root.path("incomplete_details").path("reason").asText("");
            throw new ProviderException(
                    reason.equals("content_filter") ? Fault.SAFETY_REFUSAL : Fault.EMPTY_RESULT,
                    "answer incomplete: %s (expected: complete)".formatted(reason));
        }
        if (status.equals("failed") || status.equals("cancelled")) {
            throw new ProviderException(
                    Fault.JOB_FAILED,
                    "answer %s: %s"
                            .formatted(
                                    status, root.path("error").path("message").asText("")));
        }
        StringBuilder text = new StringBuilder();
        for (JsonNode item : root.path("output")) {
            for (JsonNode part : item.path("content")) {
                if (part.path("type").asText("").equals("refusal")) {
                    throw new ProviderException(
                            Fault.SAFETY_REFUSAL,
                            "refused: " + part.path("refusal").asText(""));
                }
                text.append(part.path("text").asText(""));
            }
        }
        if (text.isEmpty()) {
            throw new ProviderException(Fault.EMPTY_RESULT, "answer: no text (expected: JSON)");
        }
        return Content.ofJson(text.toString());
    }
}
