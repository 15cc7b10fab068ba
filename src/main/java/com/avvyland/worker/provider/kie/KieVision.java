// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.provider.kie;

import com.avvyland.worker.provider.Capability;
import com.avvyland.worker.provider.Content;
import com.avvyland.worker.provider.Fault;
import com.avvyland.worker.provider.HttpAnswer;
import com.avvyland.worker.provider.HttpCall;
import com.avvyland.worker.provider.HttpFaults;
import com.avvyland.worker.provider.Json;
import com.avvyland.worker.provider.Provider;
import com.avvyland.worker.provider.ProviderException;
import com.avvyland.worker.provider.ProviderRequest.Vision;
import com.avvyland.worker.provider.SyncApi;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** Maps readings onto chat completions, whose model is in the path: {@code POST /<model>/v1/chat/completions}. */
public final class KieVision implements SyncApi<Vision> {

    private final Capability capability;

    public KieVision(Capability capability) {
        this.capability = capability;
    }

    @Override
    public Provider provider() {
        return Provider.KIE;
    }

    @Override
    public Capability capability() {
        return capability;
    }

    @Override
    public HttpCall request(Vision vision, String model) {
        if (!model.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,63}")) {
            throw new ProviderException(Fault.CONFIG, "model: %s (expected: one segment of a path)".formatted(model));
        }
        // Both are true where they are not said: the answer would be a stream, with the model's thoughts in it.
        ObjectNode root = Json.object().put("stream", false).put("include_thoughts", false);
        ArrayNode messages = root.putArray("messages");
        content(messages, "system").addObject().put("type", "text").put("text", vision.instructions());
        ArrayNode content = content(messages, "user");
        content.addObject().put("type", "text").put("text", vision.prompt());
        vision.images()
                .forEach(image -> content.addObject()
                        .put("type", "image_url")
                        .putObject("image_url")
                        .put("url", Json.dataUri(image)));
        ObjectNode format = root.putObject("response_format");
        format.put("type", "json_schema")
                .putObject("json_schema")
                .put("name", vision.schema().name())
                .put("strict", true)
                .set("schema", Json.read(vision.schema().json()));
        return HttpCall.post("/%s/v1/chat/completions".formatted(model), Json.bytes(root));
    }

    private static ArrayNode content(ArrayNode messages, String role) {
        return messages.addObject().put("role", role).putArray("content");
    }

    @Override
    public @Nullable ProviderException fault(HttpAnswer answer) {
        if (!answer.ok()) {
            return KieFaults.of(answer);
        }
        JsonNode root = Json.read(answer.body());
        if (root.path("choices").isArray()) {
            return null;
        }
        return root.path("code").isNumber() && root.path("code").asInt() != 200
                ? KieFaults.of(answer)
                : HttpFaults.of(Fault.TRANSIENT, answer, "no choices (expected: one)");
    }

    @Override
    public Content answer(HttpAnswer answer) {
        JsonNode choice = Json.read(answer.body()).path("choices").path(0);
        String finish = choice.path("finish_reason").asText("");
        JsonNode message = choice.path("message");
        String refusal = message.path("refusal").asText("");
        if (finish.equals("content_filter") || !refusal.isEmpty()) {
            throw new ProviderException(Fault.SAFETY_REFUSAL, "refused: " + refusal);
        }
        if (finish.equals("length")) {
            throw new ProviderException(Fault.EMPTY_RESULT, "answer: cut at its length (expected: complete)");
        }
        JsonNode content = message.path("content");
        StringBuilder text = new StringBuilder(content.asText(""));
        content.forEach(part -> text.append(part.path("text").asText("")));
        if (text.isEmpty()) {
            throw new ProviderException(Fault.EMPTY_RESULT, "answer: no text (expected: JSON)");
        }
        return Content.ofJson(text.toString());
    }
}
