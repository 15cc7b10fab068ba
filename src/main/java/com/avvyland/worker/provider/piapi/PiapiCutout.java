// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.provider.piapi;

import com.avvyland.worker.provider.Capability;
import com.avvyland.worker.provider.Download;
import com.avvyland.worker.provider.Json;
import com.avvyland.worker.provider.ProviderRequest.Cutout;
import com.avvyland.worker.task.Image;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Maps cut-outs onto {@code background-remove} of the image toolkit. */
public final class PiapiCutout extends PiapiTask<Cutout> {

    public PiapiCutout(@Nullable Integer pointsPerDollar) {
        super(pointsPerDollar);
    }

    @Override
    public Capability capability() {
        return Capability.REMOVE_BACKGROUND;
    }

    @Override
    List<Image> inputs(Cutout cutout) {
        return List.of(cutout.image());
    }

    @Override
    ObjectNode task(Cutout cutout, String model, List<String> inputs) {
        ObjectNode root = Json.object().put("model", model).put("task_type", "background-remove");
        root.putObject("input").put("image", inputs.getFirst());
        return root;
    }

    @Override
    List<Download> found(JsonNode output) {
        return PiapiPicture.image(output);
    }
}
