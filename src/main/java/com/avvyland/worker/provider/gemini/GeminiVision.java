// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.provider.gemini;

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
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Maps readings onto {@code generateContent} with a JSON Schema. */
public final class GeminiVision implements SyncApi<Vision> {

    /** A description is a few hundred tokens; what the model thinks before it counts, too. */
    private static final int MOST_TOKENS = 4096;

    /** The least that every model of 2.5 takes; a higher budget can use up the tokens of the answer. */
    private static final int THINKING_TOKENS = 512;

    private final Capability capability;

    public GeminiVision(Capability capability) {
        this.capability = capability;
    }

    @Override
    public Provider provider() {
        return Provider.GEMINI;
    }

    @Override
    public Capability capability() {
        return capability;
    }

    @Override
    public HttpCall request(Vision vision, String model) {
        ObjectNode root = Json.object();
        root.putObject("systemInstruction").putArray("parts").addObject().put("text", vision.instructions());
        GeminiContent.user(root, vision.images(), vision.prompt());
        ObjectNode config = root.putObject("generationConfig")
                .put("maxOutputTokens", MOST_TOKENS)
                .put("responseMimeType", "application/json");
        config.putObject("thinkingConfig").put("thinkingBudget", THINKING_TOKENS);
        config.set("responseJsonSchema", Json.read(vision.schema().json()));
        return GeminiContent.call(model, root);
    }

    @Override
    public @Nullable ProviderException fault(HttpAnswer answer) {
        return GeminiFaults.of(answer);
    }

    @Override
    public Content answer(HttpAnswer answer) {
        String text = GeminiContent.parts(answer).stream()
                .map(part -> part.path("text").asText(""))
                .collect(Collectors.joining());
        if (text.isBlank()) {
            throw new ProviderException(Fault.EMPTY_RESULT, "candidates: no text (expected: JSON)");
        }
        return Content.ofJson(text);
    }
}
