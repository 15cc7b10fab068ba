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
import com.avvyland.worker.provider.ProviderRequest.Picture;
import com.avvyland.worker.provider.ResultFile;
import com.avvyland.worker.provider.SyncApi;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Maps pictures onto {@code generateContent} of a model that paints; the image comes inside the answer, or never. */
public final class GeminiPicture implements SyncApi<Picture> {

    /** What 3-pro-image and 3.1-flash-image take. */
    private static final int MOST_INPUTS = 14;

    @Override
    public Provider provider() {
        return Provider.GEMINI;
    }

    @Override
    public Capability capability() {
        return Capability.GENERATE_IMAGE;
    }

    @Override
    public HttpCall request(Picture picture, String model) {
        if (picture.inputs().size() > MOST_INPUTS) {
            throw new ProviderException(
                    Fault.PASSED_OVER,
                    "inputs: %d (expected: at most %d)"
                            .formatted(picture.inputs().size(), MOST_INPUTS));
        }
        ObjectNode root = Json.object();
        GeminiContent.user(root, picture.inputs(), picture.prompt());
        ObjectNode config = root.putObject("generationConfig");
        config.putArray("responseModalities").add("TEXT").add("IMAGE");
        config.putObject("imageConfig").put("aspectRatio", "1:1").put("imageSize", size(picture.size()));
        return GeminiContent.call(model, root);
    }

    @Override
    public @Nullable ProviderException fault(HttpAnswer answer) {
        return GeminiFaults.of(answer);
    }

    @Override
    public Content answer(HttpAnswer answer) {
        List<JsonNode> parts = GeminiContent.parts(answer);
        for (JsonNode part : parts) {
            String data = part.path("inlineData").path("data").asText("");
            if (!data.isEmpty()) {
                return Content.ofFiles(List.of(new ResultFile("image", Json.unbase64(data))))
                        .costing(costUsd(Json.read(answer.body())));
            }
        }
        throw new ProviderException(
                Fault.EMPTY_RESULT,
                parts.isEmpty()
                        ? "candidates: none (expected: an image)"
                        : "candidates: text in place of an image (expected: an image)");
    }

    /** Return the nearest of the squares that it paints, of 1024, 2048 and 4096 pixels. */
    private static String size(int edge) {
        return edge <= 1536 ? "1K" : edge <= 3072 ? "2K" : "4K";
    }

    /** Return what the image took, by the model that answered; its few tokens of text are left out. */
    private static @Nullable Double costUsd(JsonNode root) {
        String model = root.path("modelVersion").asText("");
        // US dollars a million tokens of image, as of 2026-11.
        double rate =
                model.startsWith("gemini-3.1-flash-image") ? 60 : model.startsWith("gemini-3-pro-image") ? 120 : 0;
        for (JsonNode detail : root.path("usageMetadata").path("candidatesTokensDetails")) {
            long tokens = detail.path("tokenCount").asLong();
            if (detail.path("modality").asText("").equals("IMAGE") && tokens > 0 && rate > 0) {
                return tokens * rate / 1e6;
            }
        }
        return null;
    }
}
