// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.task;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Holds what a projection step has to show at any moment, done or not.
 *
 * @param pack absent before it was found
 * @param preprocessing absent before it is done
 * @param promptUsed of the picture in {@code generated}, else of the last attempt
 * @param generated the best picture so far
 * @param score of that picture, 0..1
 */
public record StepReport(
        @Nullable Pack pack,
        @Nullable Preprocessing preprocessing,
        @Nullable String promptUsed,
        @Nullable Image source,
        @Nullable Image preprocessed,
        @Nullable Image generated,
        @Nullable Double score,
        List<ProjectionAttempt> attempts) {

    /** The report of a step that failed before it began. */
    public static final StepReport NONE = new StepReport(null, null, null, null, null, null, null, List.of());

    public StepReport {
        attempts = List.copyOf(attempts);
    }

    /**
     * Names the prompt pack.
     *
     * @param digest lower-case hex of the SHA-256 of its file
     */
    public record Pack(String name, int version, String digest) {}

    /**
     * Tells how the source was prepared.
     *
     * @param backgroundRemoval a provider's name, {@code local}, {@code alpha} (the source had no background) or {@code none}
     * @param note why it was done so, where that is not the usual way
     */
    public record Preprocessing(
            String backgroundRemoval,
            @Nullable String note,
            long durationMs,
            @Nullable Double costUsd) {}
}
