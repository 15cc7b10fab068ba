// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.provider;

import java.time.Duration;

/** Waits; tests wait otherwise. */
@FunctionalInterface
public interface Pause {

    /** Wait on the calling thread. */
    void await(Duration time) throws InterruptedException;

    /** The pause of a clock on the wall. */
    Pause REAL = Thread::sleep;
}
