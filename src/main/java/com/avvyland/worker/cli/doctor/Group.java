// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.cli.doctor;

import java.time.Duration;
import java.util.Locale;

/** Names the groups of checks, in the order in which they are printed. */
public enum Group {
    CONFIG,
    MACHINE,
    REDIS,
    S3,
    PROVIDERS,
    CALLBACK,
    /** Last, since it starts a browser, and may install one on the first run. */
    RENDERING;

    /** What a person waits for without asking what is going on. */
    private static final Duration SOON = Duration.ofSeconds(5);

    /** Return the word for people and scripts. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Return how long a group may take before it counts as failed. */
    Duration limit() {
        return this == RENDERING ? Duration.ofMinutes(10) : SOON;
    }
}
