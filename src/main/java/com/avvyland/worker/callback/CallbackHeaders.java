// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.callback;

import com.avvyland.worker.task.TaskType;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.spi.HeaderFilterStrategy;
import org.jspecify.annotations.Nullable;

/**
 * Lets through the headers of the contract and no others: on the way out the signatures, the key and the trace; on the
 * way back {@code Retry-After}. Stateless.
 */
public final class CallbackHeaders implements HeaderFilterStrategy {

    private static final Set<String> OUT = Stream.concat(
                    Stream.of(
                            "idempotency-key",
                            "traceparent",
                            "tracestate",
                            StandardWebhook.ID,
                            StandardWebhook.TIMESTAMP,
                            StandardWebhook.SIGNATURE),
                    Arrays.stream(TaskType.values())
                            .map(type -> type.signatureHeader().toLowerCase(Locale.ROOT))
                            .flatMap(name -> Stream.of(name, name + "-previous")))
            .collect(Collectors.toUnmodifiableSet());

    private static final String BACK = "retry-after";

    @Override
    public boolean applyFilterToCamelHeaders(String name, @Nullable Object value, @Nullable Exchange exchange) {
        return !OUT.contains(name.toLowerCase(Locale.ROOT));
    }

    @Override
    public boolean applyFilterToExternalHeaders(String name, @Nullable Object value, @Nullable Exchange exchange) {
        return !BACK.equals(name.toLowerCase(Locale.ROOT));
    }
}
