// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.provider.piapi;

import com.avvyland.worker.provider.Capability;
import com.avvyland.worker.provider.Download;
import com.avvyland.worker.provider.Json;
import com.avvyland.worker.provider.ProviderRequest.Model;
import com.avvyland.worker.task.Image;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Maps models onto {@code image-to-3d} of Trellis 2, which sees the front alone and makes a GLB. */
public final class PiapiModel extends PiapiTask<Model> {

    public PiapiModel(@Nullable Integer pointsPerDollar) {
        super(pointsPerDollar);
    }

    @Override
    public Capability capability() {
        return Capability.GENERATE_MODEL;
    }

    @Override
    List<Image> inputs(Model wanted) {
        return List.of(wanted.front());
    }

    @Override
    ObjectNode task(Model wanted, String model, List<String> inputs) {
        ObjectNode root = Json.object().put("model", model).put("task_type", "image-to-3d");
        root.putObject("input").put("image", inputs.getFirst());
        return root;
    }

    /** Beside the model there are a picture and a film: only a name that says "model", or GLB, is one. */
    @Override
    List<Download> found(JsonNode output) {
        for (String name : List.of("model_file", "model_url", "model_urls", "model_files", "glb_url", "glb")) {
            List<Download> urls = urls("glb", output.path(name));
            if (!urls.isEmpty()) {
                return urls;
            }
        }
        return List.of();
    }
}
