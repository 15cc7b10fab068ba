// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.provider.fal;

import com.avvyland.worker.gltf.ImageHeader;
import com.avvyland.worker.provider.Capability;
import com.avvyland.worker.provider.Content;
import com.avvyland.worker.provider.Download;
import com.avvyland.worker.provider.Fault;
import com.avvyland.worker.provider.HttpAnswer;
import com.avvyland.worker.provider.HttpCall;
import com.avvyland.worker.provider.Json;
import com.avvyland.worker.provider.ProviderException;
import com.avvyland.worker.provider.ProviderRequest.Model;
import com.avvyland.worker.task.Image;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Maps models onto Hunyuan 3D; limits are those of {@code fal-ai/hunyuan-3d/v3.1/pro/image-to-3d}. */
public final class FalModel extends FalQueue<Model> {

    private static final int MOST_BYTES = 8_000_000;
    private static final int LEAST_EDGE = 128;
    private static final int MOST_EDGE = 5000;
    private static final int LEAST_FACES = 40_000;
    private static final int MOST_FACES = 1_500_000;
    private static final List<String> VIEWS =
            List.of("back", "left", "right", "top", "bottom", "left_front", "right_front");

    /** What else there may be, the most complete first. */
    private static final List<String> FORMATS = List.of("glb", "fbx", "usdz", "obj");

    @Override
    public Capability capability() {
        return Capability.GENERATE_MODEL;
    }

    @Override
    public HttpCall submission(Model request, String model, List<HttpAnswer> uploads) {
        ObjectNode root = Json.object()
                .put("input_image_url", dataUri("front", request.front()))
                .put("enable_pbr", request.pbr());
        for (String view : VIEWS) {
            Image image = request.views().get(view);
            if (image != null) {
                root.put(view + "_image_url", dataUri(view, image));
            }
        }
        Integer faces = request.faces();
        if (faces != null) {
            root.put("face_count", Math.clamp(faces, LEAST_FACES, MOST_FACES));
        }
        return submission(model, root);
    }

    private static String dataUri(String view, Image image) {
        ImageHeader header = ImageHeader.read(image.bytes());
        int bytes = image.bytes().length();
        if (header == null
                || bytes > MOST_BYTES
                || Math.min(header.width(), header.height()) < LEAST_EDGE
                || Math.max(header.width(), header.height()) > MOST_EDGE) {
            throw new ProviderException(
                    Fault.PASSED_OVER,
                    "%s: %d bytes, %s (expected: at most %d bytes, edges of %d..%d pixels)"
                            .formatted(view, bytes, edges(header), MOST_BYTES, LEAST_EDGE, MOST_EDGE));
        }
        return Json.dataUri(image);
    }

    private static String edges(@Nullable ImageHeader header) {
        return header == null ? "no image" : "%d x %d".formatted(header.width(), header.height());
    }

    @Override
    public Content fetched(HttpAnswer answer) {
        JsonNode root = Json.read(answer.body());
        Download model = file("glb", root.path("model_glb"));
        for (String format : FORMATS) {
            if (model == null) {
                model = file(format, root.path("model_urls").path(format));
            }
        }
        if (model == null) {
            throw new ProviderException(Fault.EMPTY_RESULT, "model_glb: none (expected: a file)");
        }
        return Content.ofDownloads(List.of(model));
    }
}
