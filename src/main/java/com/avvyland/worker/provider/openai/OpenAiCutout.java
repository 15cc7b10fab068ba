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
import com.avvyland.worker.provider.ProviderRequest.Cutout;
import com.avvyland.worker.provider.SyncApi;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Maps cut-outs onto {@code POST /images/edits} with a transparent background. The object is painted anew, not cut: it is
 * for when nobody is left who cuts.
 */
public final class OpenAiCutout implements SyncApi<Cutout> {

    private static final String PROMPT =
            "Remove the background. Keep the object exactly as it is: shape, colours, texture, position and size.";

    @Override
    public Provider provider() {
        return Provider.OPENAI;
    }

    @Override
    public Capability capability() {
        return Capability.REMOVE_BACKGROUND;
    }

    @Override
    public HttpCall request(Cutout cutout, String model) {
        // Its transparent background was shut down on 2026-09-30.
        if (model.equals("gpt-image-2") || model.startsWith("gpt-image-2-")) {
            throw new ProviderException(
                    Fault.PASSED_OVER, "model: %s (expected: one with a transparent background)".formatted(model));
        }
        ObjectNode root = OpenAiImages.request(model, PROMPT)
                .put("size", "auto")
                .put("quality", "medium")
                .put("background", "transparent");
        OpenAiImages.inputs(root, List.of(cutout.image()));
        return HttpCall.post("/images/edits", Json.bytes(root));
    }

    @Override
    public @Nullable ProviderException fault(HttpAnswer answer) {
        return OpenAiFaults.of(answer);
    }

    @Override
    public Content answer(HttpAnswer answer) {
        return OpenAiImages.content(answer);
    }
}
