// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.preview;

import java.util.Map;
import java.util.concurrent.Callable;
import org.slf4j.MDC;

/** Lets a call on a renderer's thread log as the task that waits for it. Stateless. */
final class CallersLog {

    private CallersLog() {}

    /** Take the caller's logging context along. */
    static <T> Callable<T> around(Callable<T> call) {
        Map<String, String> context = MDC.getCopyOfContextMap();
        if (context == null || context.isEmpty()) {
            return call;
        }
        return () -> {
            MDC.setContextMap(context);
            try {
                return call.call();
            } finally {
                MDC.clear();
            }
        };
    }
}
