// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.provider.kie;

import com.avvyland.worker.provider.Fault;
import com.avvyland.worker.provider.Json;
import com.avvyland.worker.provider.ProviderException;
import com.avvyland.worker.provider.ProviderRequest.Picture;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Knows how one model that paints calls its fields; each of KIE's models has its own names.
 *
 * @param inputs field of the input images; absent for a model that paints from words alone
 * @param least input images at least
 * @param most input images at most
 * @param aspect field of the aspect ratio
 * @param largest resolution of a square, {@code 1K 2K 4K}; absent for a model that knows but one
 * @param png whether the format can be chosen
 */
record KieModel(
        String id,
        @Nullable String inputs,
        int least,
        int most,
        String aspect,
        @Nullable String largest,
        boolean png) {

    /** As in docs.kie.ai on 2026-08-19. A square of gpt-image-2 cannot be 4K. */
    private static final List<KieModel> KNOWN = List.of(
            new KieModel("nano-banana-2", "image_input", 0, 14, "aspect_ratio", "4K", true),
            new KieModel("nano-banana-pro", "image_input", 0, 8, "aspect_ratio", "4K", true),
            new KieModel("google/nano-banana", null, 0, 0, "image_size", null, true),
            new KieModel("google/nano-banana-edit", "image_urls", 1, 10, "image_size", null, true),
            new KieModel("gpt-image-2-text-to-image", null, 0, 0, "aspect_ratio", "2K", false),
            new KieModel("gpt-image-2-image-to-image", "input_urls", 1, 16, "aspect_ratio", "2K", false));

    /** Characters of a prompt at most. */
    private static final int LONGEST_PROMPT = 20_000;

    /**
     * Find a model that can take a request.
     *
     * @throws ProviderException {@link Fault#CONFIG}, {@link Fault#PASSED_OVER} or {@link Fault#INVALID_INPUT}
     */
    static KieModel taking(Picture picture, String id) {
        KieModel model = KNOWN.stream()
                .filter(known -> known.id.equals(id))
                .findFirst()
                .orElseThrow(() -> new ProviderException(
                        Fault.CONFIG,
                        "model: %s (expected: one of %s)"
                                .formatted(id, KNOWN.stream().map(KieModel::id).toList())));
        int count = picture.inputs().size();
        if (count < model.least || count > model.most) {
            throw new ProviderException(
                    Fault.PASSED_OVER,
                    "inputs: %d images (expected: %d..%d of %s)".formatted(count, model.least, model.most, id));
        }
        if (picture.prompt().length() > LONGEST_PROMPT) {
            throw new ProviderException(
                    Fault.INVALID_INPUT,
                    "prompt: %d characters (expected: at most %d)"
                            .formatted(picture.prompt().length(), LONGEST_PROMPT));
        }
        return model;
    }

    /** Write the field {@code input} of a task. */
    ObjectNode input(Picture picture, List<String> urls) {
        ObjectNode input = Json.object().put("prompt", picture.prompt());
        if (inputs != null && !urls.isEmpty()) {
            ArrayNode array = input.putArray(inputs);
            urls.forEach(array::add);
        }
        input.put(aspect, "1:1");
        if (largest != null) {
            input.put("resolution", resolution(picture.size()));
        }
        return png ? input.put("output_format", "png") : input;
    }

    /** The nearest of 1024, 2048 and 4096 pixels. */
    private String resolution(int size) {
        if (size <= 1536) {
            return "1K";
        }
        return size <= 3072 || "2K".equals(largest) ? "2K" : "4K";
    }
}
