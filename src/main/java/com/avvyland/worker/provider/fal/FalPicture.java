// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.provider.fal;

import com.avvyland.worker.provider.Capability;
import com.avvyland.worker.provider.Content;
import com.avvyland.worker.provider.Download;
import com.avvyland.worker.provider.Fault;
import com.avvyland.worker.provider.HttpAnswer;
import com.avvyland.worker.provider.HttpCall;
import com.avvyland.worker.provider.Json;
import com.avvyland.worker.provider.ProviderException;
import com.avvyland.worker.provider.ProviderRequest.Picture;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Maps pictures onto the Nano Banana endpoints; with inputs onto the model's {@code /edit}. */
public final class FalPicture extends FalQueue<Picture> {

    @Override
    public Capability capability() {
        return Capability.GENERATE_IMAGE;
    }

    @Override
    public HttpCall submission(Picture picture, String model, List<HttpAnswer> uploads) {
        ObjectNode root = Json.object()
                .put("prompt", picture.prompt())
                .put("num_images", 1)
                .put("aspect_ratio", "1:1")
                .put("output_format", "png")
                .put("resolution", resolution(picture.size()));
        if (picture.inputs().isEmpty()) {
            return submission(model, root);
        }
        ArrayNode urls = root.putArray("image_urls");
        picture.inputs().forEach(image -> urls.add(Json.dataUri(image)));
        return submission(model + "/edit", root);
    }

    /** The edges that Nano Banana 2 makes are 1024, 2048 and 4096 pixels: the nearest. */
    private static String resolution(int size) {
        return size <= 1536 ? "1K" : size <= 3072 ? "2K" : "4K";
    }

    @Override
    public Content fetched(HttpAnswer answer) {
        JsonNode root = Json.read(answer.body());
        for (JsonNode refused : root.path("has_nsfw_concepts")) {
            // The picture that comes with it is black.
            if (refused.asBoolean(false)) {
                throw new ProviderException(Fault.SAFETY_REFUSAL, "image withheld: has_nsfw_concepts");
            }
        }
        Download image = file("image", root.path("images").path(0));
        if (image == null) {
            throw new ProviderException(Fault.EMPTY_RESULT, "images: none (expected: one)");
        }
        return Content.ofDownloads(List.of(image));
    }
}
