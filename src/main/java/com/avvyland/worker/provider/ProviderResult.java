// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.provider;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Holds what was bought, checked and kept.
 *
 * @param provider its wire name
 * @param model as the provider knows it
 * @param jobId of providers that work by jobs
 * @param costMicroUsd millionths of a US dollar: what the provider said, else the configured price
 * @param json of a reading: meets its schema
 * @param files of anything else; at least one
 */
public record ProviderResult(
        String provider,
        String model,
        @Nullable String jobId,
        long costMicroUsd,
        @Nullable String json,
        List<ResultFile> files) {

    public ProviderResult {
        files = List.copyOf(files);
    }
}
