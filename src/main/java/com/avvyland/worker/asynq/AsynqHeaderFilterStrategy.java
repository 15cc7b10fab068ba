// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.camel.Exchange;
import org.apache.camel.spi.HeaderFilterStrategy;
import org.jspecify.annotations.Nullable;

/**
 * Lets through the task headers that are named, and nothing else: whoever can enqueue a task must not steer the route.
 *
 * <p>Names are compared in lower case; a pattern may end in {@code *}. Names that start with {@code camel} never pass.
 */
public final class AsynqHeaderFilterStrategy implements HeaderFilterStrategy {

    /** The headers of W3C Trace Context. */
    public static final String DEFAULT_HEADERS = "traceparent,tracestate";

    private final List<String> patterns;

    /** @param patterns names or prefixes ending in {@code *}, separated by commas */
    public AsynqHeaderFilterStrategy(String patterns) {
        this.patterns = Arrays.stream(patterns.toLowerCase(Locale.ROOT).split(","))
                .map(String::strip)
                .filter(pattern -> !pattern.isEmpty())
                .toList();
    }

    @Override
    public boolean applyFilterToExternalHeaders(String name, @Nullable Object value, Exchange exchange) {
        return !passes(name);
    }

    @Override
    public boolean applyFilterToCamelHeaders(String name, @Nullable Object value, Exchange exchange) {
        return !passes(name) || !(value instanceof String);
    }

    private boolean passes(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.startsWith("camel") || lower.startsWith("org.apache.camel")) {
            return false;
        }
        return patterns.stream()
                .anyMatch(pattern -> pattern.endsWith("*")
                        ? lower.startsWith(pattern.substring(0, pattern.length() - 1))
                        : lower.equals(pattern));
    }
}
