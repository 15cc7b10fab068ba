// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.task;

import org.jspecify.annotations.Nullable;

/**
 * Tells what became of one provider that was asked for one picture: {@code attempt} of the contract.
 *
 * @param number position in the list, from 1
 * @param round the picture it was asked for, from 1: when one provider fails, the next is asked in the same round
 * @param backgroundRemoval who cut the source out: a provider's name, {@code local}, {@code alpha} or {@code none}
 * @param outcome {@code passed}, {@code below_pass_score}, {@code failed} or {@code skipped}
 * @param score 0..1; absent when nobody could score
 * @param scoreReasons one line
 * @param judge provider that scored; absent when the local checks alone did
 * @param error why there is no picture or no score; after {@code judge: }, also who was asked for a score in vain before another gave it
 * @param startedAt Unix milliseconds
 * @param costUsd of the picture and of its score
 */
public record ProjectionAttempt(
        int number,
        int round,
        String provider,
        @Nullable String model,
        String promptUsed,
        @Nullable String backgroundRemoval,
        String outcome,
        @Nullable Double score,
        @Nullable String scoreReasons,
        @Nullable String judge,
        @Nullable String error,
        long startedAt,
        long durationMs,
        @Nullable Double costUsd) {}
