// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.provider;

import org.jspecify.annotations.Nullable;

/**
 * Says how one provider did with one request: the audit row, and what {@code attempts[]} of a callback is made of.
 *
 * @param provider its wire name
 * @param model as the Kamelet names it; absent when it was not asked that far
 * @param fault absent for a success
 * @param error the failure's own words; absent for a success
 * @param startedAt Unix milliseconds
 * @param costMicroUsd millionths of a US dollar that were, or may have been, spent
 */
public record ProviderAttempt(
        String provider,
        @Nullable String model,
        @Nullable Fault fault,
        @Nullable String error,
        long startedAt,
        long durationMs,
        long costMicroUsd) {}
