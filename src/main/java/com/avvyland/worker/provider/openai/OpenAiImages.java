// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.provider.openai;

import com.avvyland.worker.provider.Content;
import com.avvyland.worker.provider.Fault;
import com.avvyland.worker.provider.HttpAnswer;
import com.avvyland.worker.provider.Json;
import com.avvyland.worker.provider.ProviderException;
import com.avvyland.worker.provider.ResultFile;
import com.avvyland.worker.task.Image;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes and reads what the calls of the Images API have in common. */
final class OpenAiImages {

    /** The API's own bounds: characters of a prompt, inputs of an edit. */
    private static final int LONGEST_PROMPT = 32_000;

    private static final int MOST_INPUTS = 16;

    /**
     * Millionths of a US dollar a token, which is US dollars a million tokens: gpt-image-2 and its successors, as of
     * 2026-11. Older models cost the same or less, so a cost is over-stated at worst.
     */
    private static final double TEXT_IN = 5;

    private static final double IMAGE_IN = 8;
    private static final double IMAGE_OUT = 30;

    private OpenAiImages() {}

    /** Return the part of a request that every call has. */
    static ObjectNode request(String model, String prompt) {
        if (prompt.length() > LONGEST_PROMPT) {
            throw new ProviderException(
                    Fault.PASSED_OVER,
                    "prompt: %d characters (expected: at most %d)".formatted(prompt.length(), LONGEST_PROMPT));
        }
        return Json.object()
                .put("model", model)
                .put("prompt", prompt)
                .put("n", 1)
                .put("output_format", "png");
    }

    /** Add the images that an edit starts from. */
    static void inputs(ObjectNode root, List<Image> inputs) {
        if (inputs.size() > MOST_INPUTS) {
            throw new ProviderException(
                    Fault.PASSED_OVER, "inputs: %d (expected: at most %d)".formatted(inputs.size(), MOST_INPUTS));
        }
        ArrayNode images = root.putArray("images");
        inputs.forEach(image -> images.addObject().put("image_url", Json.dataUri(image)));
    }

    /**
     * Read the image of an answer, which is always inside it.
     *
     * @throws ProviderException {@link Fault#EMPTY_RESULT} when there is none
     */
    static Content content(HttpAnswer answer) {
        JsonNode root = Json.read(answer.body());
        String image = root.path("data").path(0).path("b64_json").asText("");
        if (image.isEmpty()) {
            throw new ProviderException(Fault.EMPTY_RESULT, "data: no b64_json (expected: an image)");
        }
        return Content.ofFiles(List.of(new ResultFile("image", Json.unbase64(image))))
                .costing(costUsd(root.path("usage")));
    }

    private static @Nullable Double costUsd(JsonNode usage) {
        long out = usage.path("output_tokens").asLong();
        if (out <= 0) {
            return null;
        }
        JsonNode in = usage.path("input_tokens_details");
        long images = Math.max(0, in.path("image_tokens").asLong());
        long text = Math.max(0, usage.path("input_tokens").asLong() - images);
        return (text * TEXT_IN + images * IMAGE_IN + out * IMAGE_OUT) / 1e6;
    }
}
