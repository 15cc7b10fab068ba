// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.provider;

import java.util.Locale;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.spi.HeaderFilterStrategy;
import org.jspecify.annotations.Nullable;

/** Lets through what providers' protocols name, and no other header, either way. Stateless. */
public final class ProviderHeaders implements HeaderFilterStrategy {

    private static final Set<String> OUT =
            Set.of("accept", "content-type", "prefer", "cancel-after", "traceparent", "tracestate");
    private static final Set<String> BACK =
            Set.of("content-type", "retry-after", "retry-after-ms", "x-should-retry", "x-request-id", "request-id");

    @Override
    public boolean applyFilterToCamelHeaders(String name, @Nullable Object value, @Nullable Exchange exchange) {
        String lower = name.toLowerCase(Locale.ROOT);
        return !(OUT.contains(lower) || lower.startsWith("x-tc-") || lower.startsWith("x-fal-"));
    }

    @Override
    public boolean applyFilterToExternalHeaders(String name, @Nullable Object value, @Nullable Exchange exchange) {
        String lower = name.toLowerCase(Locale.ROOT);
        return !(BACK.contains(lower) || lower.startsWith("x-fal-"));
    }
}
