// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.camel.util.json.JsonArray;
import org.apache.camel.util.json.JsonObject;

/** Writes what the dev console answers as text: a line a consumer, and below it one for each queue and task. Stateless. */
final class AsynqConsoleText {

    private static final List<String> LISTS = List.of("queues", "tasks");

    private AsynqConsoleText() {}

    static String of(JsonObject answer) {
        StringBuilder text = new StringBuilder();
        for (Object consumer : list(answer, "consumers")) {
            line(text, "", (JsonObject) consumer);
            for (String list : LISTS) {
                for (Object element : list((JsonObject) consumer, list)) {
                    line(text, "    ", (JsonObject) element);
                }
            }
        }
        return text.isEmpty() ? "No asynq consumers\n" : text.toString();
    }

    private static JsonArray list(JsonObject of, String name) {
        return of.get(name) instanceof JsonArray list ? list : new JsonArray();
    }

    private static void line(StringBuilder text, String indent, JsonObject of) {
        text.append(indent)
                .append(of.entrySet().stream()
                        .filter(entry -> !LISTS.contains(entry.getKey()))
                        .map(Map.Entry::toString)
                        .collect(Collectors.joining(" ")))
                .append('\n');
    }
}
