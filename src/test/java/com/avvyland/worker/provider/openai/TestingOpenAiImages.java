// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.provider.openai;

import com.avvyland.worker.provider.TestingImages;
import com.avvyland.worker.provider.TestingProvider.Answer;
import com.fasterxml.jackson.databind.JsonNode;
import java.awt.Color;
import java.util.Base64;
import java.util.Iterator;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Answers like OpenAI's Images API for the models of GPT Image. */
final class TestingOpenAiImages {

    private static final Set<String> KNOWN = Set.of(
            "model",
            "prompt",
            "n",
            "size",
            "quality",
            "background",
            "output_format",
            "output_compression",
            "moderation",
            "user",
            "images",
            "mask",
            "input_fidelity");
    private static final Set<String> FIXED = Set.of("1024x1024", "1536x1024", "1024x1536", "auto");
    private static final Pattern SIZE = Pattern.compile("([0-9]{2,4})x([0-9]{2,4})");

    private TestingOpenAiImages() {}

    static Answer generation(JsonNode body) {
        return body.has("images") ? wrong("unknown_parameter", "images") : image(body);
    }

    static Answer edit(JsonNode body) {
        JsonNode images = body.path("images");
        if (!images.isArray() || images.isEmpty() || images.size() > 16) {
            return wrong("missing_required_parameter", "images");
        }
        for (JsonNode image : images) {
            if (!image.path("image_url").asText("").matches("(?s)data:image/(png|jpeg|webp);base64,[A-Za-z0-9+/=]+")) {
                return wrong("invalid_value", "images");
            }
        }
        return image(body);
    }

    private static Answer image(JsonNode body) {
        for (Iterator<String> names = body.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!KNOWN.contains(name)) {
                return wrong("unknown_parameter", name);
            }
        }
        String model = body.path("model").asText("");
        String prompt = body.path("prompt").asText("");
        if (!model.startsWith("gpt-image-")) {
            return TestingOpenAi.error(400, "invalid_request_error", "model_not_found", "The model does not exist");
        }
        if (prompt.isEmpty() || prompt.length() > 32_000) {
            return wrong("missing_required_parameter", "prompt");
        }
        if (!fits(model, body.path("size").asText("auto"))) {
            return wrong("invalid_value", "size");
        }
        String background = body.path("background").asText("auto");
        if (background.equals("transparent") && model.equals("gpt-image-2")) {
            return TestingOpenAi.error(
                    400,
                    "invalid_request_error",
                    "invalid_value",
                    "Transparent background is not supported for this model.");
        }
        int images = body.path("images").size();
        return Answer.json(
                200,
                painted(TestingImages.png(64, Color.BLUE), background.equals("auto") ? "opaque" : background, images));
    }

    static String painted(byte[] picture, String background, int images) {
        return """
                {"created":1790000000,"background":"%s","output_format":"png","quality":"medium","size":"1024x1024",
                "data":[{"b64_json":"%s"}],"usage":{"input_tokens":%d,"input_tokens_details":{"image_tokens":%d,
                "text_tokens":50},"output_tokens":1000,"total_tokens":%d}}
                """.formatted(
                        background,
                        Base64.getEncoder().encodeToString(picture),
                        50 + images * 300,
                        images * 300,
                        1050 + images * 300);
    }

    private static boolean fits(String model, String size) {
        if (FIXED.contains(size)) {
            return true;
        }
        Matcher edges = SIZE.matcher(size);
        return !model.startsWith("gpt-image-1")
                && edges.matches()
                && Integer.parseInt(edges.group(1)) % 16 == 0
                && Integer.parseInt(edges.group(2)) % 16 == 0;
    }

    private static Answer wrong(String code, String parameter) {
        return TestingOpenAi.error(400, "invalid_request_error", code, parameter);
    }
}
