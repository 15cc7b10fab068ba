// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.provider;

import java.time.Duration;

/** Says how far a job is. */
public sealed interface JobStatus {

    /**
     * Is not known to the provider, which may only not see it yet.
     *
     * @param grace how long after its submission that may be; later it is lost
     */
    record Unseen(Duration grace) implements JobStatus {}

    /** Waits for its turn. */
    record Queued() implements JobStatus {}

    /** Is worked on. */
    record Running() implements JobStatus {}

    /** Is done; the result is behind another call, whose answer {@link JobApi#fetched} reads. */
    record Ready(HttpCall fetch) implements JobStatus {}

    /** Is done, and this is the result. */
    record Done(Content content) implements JobStatus {}
}
