// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq;

import com.avvyland.worker.asynq.Observer.Ending;
import com.avvyland.worker.asynq.server.Delivery;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Knows the tasks whose exchange is under way, and tells an observer how each ended. Safe for several threads. */
final class RunningTasks {

    private final Map<Delivery, Long> began = new ConcurrentHashMap<>();
    private volatile Observer observer = Observer.NONE;

    void observer(Observer next) {
        observer = next;
    }

    void begin(Delivery delivery) {
        began.put(delivery, System.nanoTime());
    }

    void end(Delivery delivery, boolean failed) {
        Long start = began.remove(delivery);
        if (start == null) {
            return;
        }
        Ending ending = !failed ? Ending.DONE : delivery.stopCause() != null ? Ending.STOPPED : Ending.FAILED;
        observer.ended(delivery.task().getType(), ending, Duration.ofNanos(System.nanoTime() - start));
    }

    /** Return the tasks, the one that runs longest first. */
    List<Delivery> all() {
        return began.keySet().stream()
                .sorted(Comparator.comparing(Delivery::start))
                .toList();
    }

    int count() {
        return began.size();
    }
}
