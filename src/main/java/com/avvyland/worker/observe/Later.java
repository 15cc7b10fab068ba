// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.observe;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Runs something short after a time, on a thread that it must not block; tests decide when. */
@FunctionalInterface
interface Later {

    void run(Duration after, Runnable what);

    /** The JDK's own timer. */
    Later JDK = (after, what) -> CompletableFuture.delayedExecutor(after.toMillis(), TimeUnit.MILLISECONDS)
            .execute(what);
}
