// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.observe;

import com.avvyland.worker.asynq.testing.TestingClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Runs what is due when the test moves its clock. Safe for several threads. */
final class TestingLater implements Later {

    private final TestingClock clock;
    private final List<Due> waiting = new ArrayList<>();

    private record Due(Instant at, Runnable what) {}

    TestingLater(TestingClock clock) {
        this.clock = clock;
    }

    @Override
    public synchronized void run(Duration after, Runnable what) {
        waiting.add(new Due(clock.instant().plus(after), what));
    }

    void advance(Duration step) {
        clock.advance(step);
        List<Due> due;
        synchronized (this) {
            due = waiting.stream()
                    .filter(each -> !each.at().isAfter(clock.instant()))
                    .toList();
            waiting.removeAll(due);
        }
        due.forEach(each -> each.what().run());
    }

    synchronized int waiting() {
        return waiting.size();
    }
}
