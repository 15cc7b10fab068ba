// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.provider.piapi;

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

/**
 * Maps readings onto the Chat Completions that PiAPI has copied, {@code POST /v1/chat/completions}. Not every model
 * behind it knows {@code response_format}, so the schema is a part of the prompt.
 */
public final class PiapiVision implements SyncApi<Vision> {

    private final Capability capability;

    public PiapiVision(Capability capability) {
        this.capability = capability;
    }

    @Override
    public Provider provider() {
        return Provider.PIAPI;
    }

    @Override
    public Capability capability() {
        return capability;
    }

    @Override
    public HttpCall request(Vision vision, String model) {
        ObjectNode root = Json.object().put("model", model).put("stream", false);
        ArrayNode messages = root.putArray("messages");
        messages.addObject().put("role", "system").put("content", instructions(vision));
        ArrayNode content = messages.addObject().put("role", "user").putArray("content");
        content.addObject().put("type", "text").put("text", vision.prompt());
        vision.images()
                .forEach(image -> content.addObject()
                        .put("type", "image_url")
                        .putObject("image_url")
                        .put("url", Json.dataUri(image))
                        .put("detail", "high"));
        return HttpCall.post("/v1/chat/completions", Json.bytes(root));
    }

    private static String instructions(Vision vision) {
        return "%s\n\nAnswer with one JSON object and nothing around it. It has to meet this JSON Schema:\n%s"
                .formatted(vision.instructions(), vision.schema().json());
    }

    @Override
    public @Nullable ProviderException fault(HttpAnswer answer) {
        return PiapiFaults.of(answer);
    }

    @Override
    public Content answer(HttpAnswer answer) {
        JsonNode choice = Json.read(answer.body()).path("choices").path(0);
        JsonNode message = choice.path("message");
        String refusal = message.path("refusal").asText("");
        String reason = choice.path("finish_reason").asText("");
        if (!refusal.isEmpty() || reason.equals("content_filter")) {
            throw new ProviderException(Fault.SAFETY_REFUSAL, "refused: " + (refusal.isEmpty() ? reason : refusal));
        }
        if (reason.equals("length")) {
            throw new ProviderException(Fault.EMPTY_RESULT, "answer: cut off (expected: complete)");
        }
        String text = text(message.path("content"));
        if (text.isBlank()) {
            throw new ProviderException(Fault.EMPTY_RESULT, "answer: no text (expected: JSON)");
        }
        return Content.ofJson(text);
    }

    /** Some models behind it answer with parts instead of a string. */
    private static String text(JsonNode content) {
        if (content.isTextual()) {
            return content.asText();
        }
        StringBuilder text = new StringBuilder();
        content.forEach(part -> text.append(part.path("text").asText("")));
        return text.toString();
    }
}
