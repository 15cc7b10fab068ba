// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.preview;

import com.avvyland.worker.task.Excerpt;
import com.avvyland.worker.task.FailureCode;
import com.avvyland.worker.task.TaskFailure;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Holds what the page answered for one model.
 *
 * @param images encoded, one for each angle, in order
 * @param loadMs from request to a parsed model with its pictures decoded
 * @param drawMs all angles
 * @param encodeMs what was left to encode when the last angle was drawn
 * @param programs shaders the page keeps
 */
record SceneReply(List<byte[]> images, double loadMs, double drawMs, double encodeMs, int programs) {

    private static final int MESSAGE_MAX = 400;

    SceneReply {
        images = List.copyOf(images);
    }

    /**
     * Read the page's answer.
     *
     * @throws TaskFailure permanent when the page found fault with the model
     * @throws SceneException when the page itself is no longer to be trusted
     */
    static SceneReply of(@Nullable Object answer) {
        if (!(answer instanceof Map<?, ?> map)) {
            throw new SceneException("answer: %s (expected: an object)".formatted(answer));
        }
        requireNoFault(map);
        if (!(map.get("images") instanceof List<?> images)) {
            throw new SceneException("answer: no images");
        }
        return new SceneReply(
                images.stream()
                        .map(image -> Base64.getDecoder().decode((String) image))
                        .toList(),
                number(map, "loadMs"),
                number(map, "drawMs"),
                number(map, "encodeMs"),
                (int) number(map, "programs"));
    }

    /** Throw what a page reports instead of an answer. */
    static void requireNoFault(Map<?, ?> answer) {
        if (answer.get("code") instanceof String code) {
            // It quotes the model.
            String message = Excerpt.of(String.valueOf(answer.get("message")), MESSAGE_MAX);
            throw switch (code) {
                case "invalid_model" -> new TaskFailure(FailureCode.INVALID_MODEL, message);
                case "unsupported_format" -> new TaskFailure(FailureCode.UNSUPPORTED_FORMAT, message);
                case "model_too_large" -> new TaskFailure(FailureCode.MODEL_TOO_LARGE, message);
                default -> new SceneException(code + ": " + message);
            };
        }
    }

    private static double number(Map<?, ?> map, String name) {
        return map.get(name) instanceof Number number ? number.doubleValue() : 0;
    }
}
