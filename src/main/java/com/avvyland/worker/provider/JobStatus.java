// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.provider;

/** Says how far a job is. */
public sealed interface JobStatus {

    /** Waits for its turn. */
    record Queued() implements JobStatus {}

    /** Is worked on. */
    record Running() implements JobStatus {}

    /** Is done; the result is behind another call, whose answer {@link JobApi#fetched} reads. */
    record Ready(HttpCall fetch) implements JobStatus {}

    /** Is done, and this is the result. */
    record Done(Content content) implements JobStatus {}
}
