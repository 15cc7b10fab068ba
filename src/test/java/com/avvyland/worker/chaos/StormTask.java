// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.chaos;

import com.avvyland.worker.projection.TestingObject;
import com.avvyland.worker.provider.TestingImages;
import com.avvyland.worker.testing.TestingModels;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import java.awt.Color;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Is one cheap task of a storm; its id is also the path of its callback. No two have the same work to buy.
 *
 * @param number from 0; it decides the family: of ten tasks four are previews, two of each other family
 */
record StormTask(int number, String id, String type, String queue, byte[] payload) {

    static final String MODELS = "model_preview";
    static final String PROJECTIONS = "model_projection";

    private static final CBORMapper CBOR = new CBORMapper();
    private static final Map<String, Object> SMALL =
            Map.of("angles", new String[] {"front"}, "width", 64, "height", 64);

    /** @param url of the receiver, ending in a slash */
    static StormTask of(int number, String url) {
        String id = "storm-%04d".formatted(number);
        Map<String, Object> task = new HashMap<>(Map.of("model_hash", "hash-" + number, "callback_url", url + id));
        String type = switch (number % 10) {
            case 0, 1, 2, 3 -> preview(task, "model.preview.v1");
            case 4, 5 -> preview(task, "model.object_pipeline.v1");
            case 6, 7 -> step(task, number);
            default -> model(task, number);
        };
        return new StormTask(
                number, id, type, type.startsWith("model.projection") ? PROJECTIONS : MODELS, encode(task));
    }

    private static String preview(Map<String, Object> task, String type) {
        task.putAll(Map.of("input_format", ".glb", "input_model", TestingModels.texturedBox(), "preview", SMALL));
        return type;
    }

    private static String step(Map<String, Object> task, int number) {
        task.putAll(Map.of(
                "job_id",
                "job-" + number,
                "step_id",
                "step-" + number,
                "sequence",
                0,
                "prompt",
                "a blue watering can, number " + number,
                "view",
                "left",
                "source_image",
                image("image/png", TestingObject.source().bytes().toByteArray())));
        return "model.projection.step.v1";
    }

    private static String model(Map<String, Object> task, int number) {
        byte[] front = TestingImages.png(200, new Color(0xff, number >> 8 & 0xff, number & 0xff));
        task.putAll(Map.of(
                "job_id",
                "job-" + number,
                "views",
                List.of(Map.of("view", "front", "image", image("image/png", front))),
                "preview",
                SMALL));
        return "model.projection.model.v1";
    }

    private static Map<String, Object> image(String mime, byte[] bytes) {
        return Map.of("mime", mime, "bytes", bytes);
    }

    private static byte[] encode(Map<String, Object> task) {
        try {
            return CBOR.writeValueAsBytes(task);
        } catch (JsonProcessingException impossible) {
            throw new AssertionError("task: not encodable", impossible);
        }
    }
}
