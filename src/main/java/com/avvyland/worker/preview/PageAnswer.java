// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.preview;

import com.avvyland.worker.task.Bytes;
import com.avvyland.worker.task.Excerpt;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * Holds what the workbench page made of a file.
 *
 * @param facts small, as the page returned them
 * @param body what it uploaded
 */
record PageAnswer(Map<?, ?> facts, Bytes body) {

    /**
     * Read the page's answer.
     *
     * @throws com.avvyland.worker.task.TaskFailure permanent when the page found fault with the input
     * @throws SceneException when the page itself is no longer to be trusted
     */
    static PageAnswer of(@Nullable Object answer, Bytes body) {
        if (!(answer instanceof Map<?, ?> facts)) {
            throw new SceneException("answer: %s (expected: an object)".formatted(answer));
        }
        SceneReply.requireNoFault(facts);
        if (body.length() == 0) {
            throw new SceneException("answer: no body");
        }
        return new PageAnswer(facts, body);
    }

    OptionalDouble number(String name) {
        return facts.get(name) instanceof Number number
                ? OptionalDouble.of(number.doubleValue())
                : OptionalDouble.empty();
    }

    /** Return a list of integers; what is none is left out. */
    List<Integer> integers(String name) {
        return facts.get(name) instanceof List<?> list
                ? list.stream()
                        .filter(Number.class::isInstance)
                        .map(number -> ((Number) number).intValue())
                        .toList()
                : List.of();
    }

    /** Return a list of sentences; they quote the input, so each is cut and cleaned. */
    List<String> sentences(String name) {
        return facts.get(name) instanceof List<?> list
                ? list.stream()
                        .map(item -> Excerpt.of(String.valueOf(item), 200))
                        .toList()
                : List.of();
    }
}
