// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq;

import java.nio.ByteBuffer;
import java.util.Map;

/**
 * Finds the trace context inside a payload, for tasks of producers that can't set task headers (asynq before 0.26).
 *
 * <p>It is called once for each task whose own headers have no valid {@code traceparent}, before its route, by many
 * threads at once.
 */
@FunctionalInterface
public interface PayloadHeaders {

    /**
     * Return {@code traceparent} and {@code tracestate}, as far as they are there; what else is in the map is ignored.
     *
     * @param payload the caller's own view, whose position may move; its bytes are not to be changed
     * @throws Exception when the payload can't be read; the task then runs without a trace
     */
    Map<String, String> of(ByteBuffer payload) throws Exception;
}
