// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tells which types of tasks a route handles, by the rule of asynq's ServeMux: a name matches every type that begins
 * with it.
 */
record TaskTypes(List<String> prefixes) {

    /** Read names separated by commas; null for all types. */
    static TaskTypes parse(@Nullable String names) {
        if (names == null) {
            return new TaskTypes(List.of(""));
        }
        List<String> prefixes =
                Arrays.stream(names.split(",", -1)).map(String::strip).toList();
        if (prefixes.contains("")) {
            throw new IllegalArgumentException("taskTypes: " + names + " (expected: names separated by commas)");
        }
        return new TaskTypes(prefixes);
    }

    boolean handle(String type) {
        return prefixes.stream().anyMatch(type::startsWith);
    }
}
