// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.provider.fal;

import com.avvyland.worker.provider.Capability;
import com.avvyland.worker.provider.Content;
import com.avvyland.worker.provider.Fault;
import com.avvyland.worker.provider.HttpAnswer;
import com.avvyland.worker.provider.HttpCall;
import com.avvyland.worker.provider.Json;
import com.avvyland.worker.provider.ProviderException;
import com.avvyland.worker.provider.ProviderRequest.Vision;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * Maps readings onto {@code openrouter/router/vision}, where the model is one of OpenRouter's. It knows no strict schema:
 * the prompt carries it.
 */
public final class FalVision extends FalQueue<Vision> {

    private static final String ENDPOINT = "openrouter/router/vision";

    /** A description is a few hundred tokens; what a reasoning model thinks before it counts, too. */
    private static final int MOST_TOKENS = 4000;

    /** US dollars: more than any reading costs; beyond it a figure is no price. */
    private static final double MOST_COST = 1;

    private final Capability capability;

    public FalVision(Capability capability) {
        this.capability = capability;
    }

    @Override
    public Capability capability() {
        return capability;
    }

    @Override
    String endpoint(String model) {
        return ENDPOINT;
    }

    @Override
    public HttpCall submission(Vision vision, String model, List<HttpAnswer> uploads) {
        ObjectNode root = Json.object()
                .put("model", model)
                .put("system_prompt", vision.instructions())
                .put(
                        "prompt",
                        "%s\n\nAnswer with one JSON object and nothing else. It meets this JSON Schema:\n%s"
                                .formatted(vision.prompt(), vision.schema().json()))
                .put("temperature", 0)
                .put("max_tokens", MOST_TOKENS);
        ArrayNode urls = root.putArray("image_urls");
        vision.images().forEach(image -> urls.add(Json.dataUri(image)));
        return submission(ENDPOINT, root);
    }

    @Override
    public Content fetched(HttpAnswer answer) {
        JsonNode root = Json.read(answer.body());
        String text = root.path("output").asText("");
        if (text.isBlank()) {
            throw new ProviderException(Fault.EMPTY_RESULT, "output: no text (expected: JSON)");
        }
        JsonNode cost = root.path("usage").path("cost");
        boolean told = cost.isNumber() && cost.asDouble() >= 0 && cost.asDouble() <= MOST_COST;
        return Content.ofJson(text).costing(told ? cost.asDouble() : null);
    }
}
