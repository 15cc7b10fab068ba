// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq;

import java.util.LinkedHashMap;
import java.util.Map;

/** Reads queue names with priorities: {@code default} or {@code critical=6,default=3}. */
final class Queues {

    private Queues() {}

    static Map<String, Integer> parse(String text) {
        Map<String, Integer> queues = new LinkedHashMap<>();
        for (String part : text.split(",", -1)) {
            int equals = part.lastIndexOf('=');
            String name = (equals < 0 ? part : part.substring(0, equals)).strip();
            int priority = equals < 0 ? 1 : priority(part.substring(equals + 1).strip());
            if (name.isEmpty() || queues.put(name, priority) != null) {
                throw new IllegalArgumentException(
                        "queues: " + text + " (expected: names, each once, as in critical=6,low)");
            }
        }
        return queues;
    }

    private static int priority(String text) {
        if (!text.matches("[1-9]\\d{0,3}")) {
            throw new IllegalArgumentException("priority: " + text + " (expected: 1 to 9999)");
        }
        return Integer.parseInt(text);
    }
}
