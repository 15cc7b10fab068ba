// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.provider.piapi;

import com.avvyland.worker.provider.Capability;
import com.avvyland.worker.provider.Download;
import com.avvyland.worker.provider.Json;
import com.avvyland.worker.provider.ProviderRequest.Picture;
import com.avvyland.worker.task.Image;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Maps pictures onto tasks of {@code gemini}; the model's id is the type of the task. */
public final class PiapiPicture extends PiapiTask<Picture> {

    public PiapiPicture(@Nullable Integer pointsPerDollar) {
        super(pointsPerDollar);
    }

    @Override
    public Capability capability() {
        return Capability.GENERATE_IMAGE;
    }

    @Override
    List<Image> inputs(Picture picture) {
        return picture.inputs();
    }

    @Override
    ObjectNode task(Picture picture, String model, List<String> inputs) {
        ObjectNode root = Json.object().put("model", "gemini").put("task_type", model);
        ObjectNode input = root.putObject("input")
                .put("prompt", picture.prompt())
                .put("output_format", "png")
                .put("aspect_ratio", "1:1")
                .put("resolution", resolution(picture.size()));
        if (!inputs.isEmpty()) {
            inputs.forEach(input.putArray("image_urls")::add);
        }
        return root;
    }

    @Override
    List<Download> found(JsonNode output) {
        return image(output);
    }

    /** Find an image under the names that PiAPI's tasks have for it. */
    static List<Download> image(JsonNode output) {
        for (String name : List.of("image_url", "image_urls", "temporary_image_urls")) {
            List<Download> urls = urls("image", output.path(name));
            if (!urls.isEmpty()) {
                return urls;
            }
        }
        return List.of();
    }

    /** 1K is 1024 pixels square; the nearest one above the middle of two. */
    private static String resolution(int size) {
        if (size <= 1536) {
            return "1K";
        }
        return size <= 3072 ? "2K" : "4K";
    }
}
