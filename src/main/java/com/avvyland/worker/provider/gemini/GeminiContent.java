// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.provider.gemini;

import com.avvyland.worker.provider.Fault;
import com.avvyland.worker.provider.HttpAnswer;
import com.avvyland.worker.provider.HttpCall;
import com.avvyland.worker.provider.Json;
import com.avvyland.worker.provider.ProviderException;
import com.avvyland.worker.task.Image;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Writes and reads what all calls of {@code generateContent} have in common. */
final class GeminiContent {

    private static final Pattern MODEL = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");

    /** Bytes of all images together: in Base64 they stay below the 20 MB of a request with inline data. */
    private static final long MOST_INLINE = 14_000_000;

    private static final Set<String> REFUSED =
            Set.of("SAFETY", "BLOCKLIST", "PROHIBITED_CONTENT", "SPII", "IMAGE_SAFETY", "IMAGE_PROHIBITED_CONTENT");

    private GeminiContent() {}

    /** Return the call of a model. */
    static HttpCall call(String model, ObjectNode root) {
        if (!MODEL.matcher(model).matches()) {
            throw new ProviderException(Fault.CONFIG, "model: not an id (expected: %s)".formatted(MODEL));
        }
        return HttpCall.post("/v1beta/models/%s:generateContent".formatted(model), Json.bytes(root));
    }

    /** Add what the user says: the images in their order, then the words. */
    static void user(ObjectNode root, List<Image> images, String words) {
        long bytes = images.stream().mapToLong(image -> image.bytes().length()).sum();
        if (bytes > MOST_INLINE) {
            throw new ProviderException(
                    Fault.PASSED_OVER, "images: %d bytes (expected: at most %d)".formatted(bytes, MOST_INLINE));
        }
        ArrayNode parts =
                root.putArray("contents").addObject().put("role", "user").putArray("parts");
        images.forEach(image -> parts.addObject()
                .putObject("inlineData")
                .put("mimeType", image.mime())
                .put("data", Json.base64(image.bytes())));
        parts.addObject().put("text", words);
    }

    /**
     * Return the parts of the first candidate without the model's thoughts, whose interim images look like results.
     *
     * @throws ProviderException {@link Fault#SAFETY_REFUSAL} or {@link Fault#EMPTY_RESULT} for an answer that only looks
     *     like a success
     */
    static List<JsonNode> parts(HttpAnswer answer) {
        JsonNode root = Json.read(answer.body());
        JsonNode candidate = root.path("candidates").path(0);
        String blocked = root.path("promptFeedback").path("blockReason").asText("");
        if (candidate.isMissingNode() && !blocked.isEmpty()) {
            throw new ProviderException(
                    Fault.SAFETY_REFUSAL, "prompt blocked: %s (expected: an answer)".formatted(blocked));
        }
        String reason = candidate.path("finishReason").asText("");
        if (!reason.isEmpty() && !reason.equals("STOP")) {
            throw new ProviderException(
                    REFUSED.contains(reason) ? Fault.SAFETY_REFUSAL : Fault.EMPTY_RESULT,
                    "finishReason: %s (expected: STOP)".formatted(reason));
        }
        List<JsonNode> parts = new ArrayList<>();
        for (JsonNode part : candidate.path("content").path("parts")) {
            if (!part.path("thought").asBoolean(false)) {
                parts.add(part);
            }
        }
        return parts;
    }
}
