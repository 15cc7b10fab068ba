// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.preview;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** Counts what a browser has been through since its start, and says when it is to be replaced. For one thread. */
final class Wear {

    /** No growth was seen over 1200 jobs of sound models; it bounds whatever is not measured. */
    static final int JOBS_MAX = 500;

    private final int jobsMax;
    private final long memoryMax;
    private int jobs;

    /**
     * Set up a count.
     *
     * @param memoryMax bytes that a browser may hold between two jobs
     */
    Wear(int jobsMax, long memoryMax) {
        this.jobsMax = jobsMax;
        this.memoryMax = memoryMax;
    }

    /** Begin again, for a new browser. */
    void reset() {
        jobs = 0;
    }

    /** Count a job, and return why the browser that did it is to be replaced; empty when it is not. */
    Optional<String> afterJob(Optional<ProcessHandle> browser) {
        jobs++;
        if (jobs >= jobsMax) {
            return Optional.of(jobs + " jobs");
        }
        OptionalLong held = browser.map(BrowserMemory::of).orElse(OptionalLong.empty());
        return held.isPresent() && held.getAsLong() > memoryMax
                ? Optional.of(String.format(
                        Locale.ROOT,
                        "it holds %d MiB after %d jobs (expected: at most %d)",
                        held.getAsLong() >> 20,
                        jobs,
                        memoryMax >> 20))
                : Optional.empty();
    }
}
