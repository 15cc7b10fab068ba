// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.provider.openai;

import com.avvyland.worker.provider.Capability;
import com.avvyland.worker.provider.Content;
import com.avvyland.worker.provider.HttpAnswer;
import com.avvyland.worker.provider.HttpCall;
import com.avvyland.worker.provider.Json;
import com.avvyland.worker.provider.Provider;
import com.avvyland.worker.provider.ProviderException;
import com.avvyland.worker.provider.ProviderRequest.Picture;
import com.avvyland.worker.provider.SyncApi;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Maps pictures onto the Images API: {@code POST /images/edits} with inputs, {@code /images/generations} without. */
public final class OpenAiPicture implements SyncApi<Picture> {

    /** Models whose only square is 1024 pixels; all later ones take any multiple of 16. */
    private static final Pattern ONE_SQUARE = Pattern.compile("gpt-image-1(?![0-9]).*|chatgpt-image-.*");

    private static final int LEAST_EDGE = 1024;

    /** The height of 2560 x 1440, above which OpenAI calls sizes experimental. */
    private static final int MOST_EDGE = 1440;

    private static final int STEP = 16;

    @Override
    public Provider provider() {
        return Provider.OPENAI;
    }

    @Override
    public Capability capability() {
        return Capability.GENERATE_IMAGE;
    }

    @Override
    public HttpCall request(Picture picture, String model) {
        int edge = edge(picture.size(), model);
        ObjectNode root = OpenAiImages.request(model, picture.prompt())
                .put("size", "%dx%d".formatted(edge, edge))
                .put("quality", "medium");
        if (picture.inputs().isEmpty()) {
            return HttpCall.post("/images/generations", Json.bytes(root));
        }
        OpenAiImages.inputs(root, picture.inputs());
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

    private static int edge(int wanted, String model) {
        if (ONE_SQUARE.matcher(model).matches()) {
            return LEAST_EDGE;
        }
        return Math.clamp(Math.round(wanted / (float) STEP) * (long) STEP, LEAST_EDGE, MOST_EDGE);
    }
}
