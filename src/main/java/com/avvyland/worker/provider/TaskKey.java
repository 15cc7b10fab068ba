// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.provider;

import java.util.Set;
import org.apache.camel.Exchange;

/** Names the task on whose behalf something is bought. */
record TaskKey(String queue, String taskId) {

    /** The only headers of a task that stay with its calls: who it is, and its trace. */
    static final Set<String> KEPT = Set.of("CamelAsynqQueue", "CamelAsynqTaskId", "traceparent", "tracestate");

    static TaskKey of(Exchange exchange) {
        return new TaskKey(
                exchange.getMessage().getHeader("CamelAsynqQueue", "none", String.class),
                exchange.getMessage().getHeader("CamelAsynqTaskId", exchange.getExchangeId(), String.class));
    }

    String key() {
        return "%s:{%s}".formatted(queue, taskId);
    }
}
