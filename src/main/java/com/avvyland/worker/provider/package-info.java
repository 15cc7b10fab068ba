// SPDX-License-Identifier: Apache-2.0
/**
 * Buys from AI providers: descriptions, scores, images, cut-outs, models.
 *
 * <p>In flow order: a request ({@link com.avvyland.worker.provider.ProviderRequest}) meets the lines of one route of
 * {@code routes/providers.camel.yaml} ({@link com.avvyland.worker.provider.ProviderFailover}); each line is a Kamelet
 * whose steps are the methods of one station ({@link com.avvyland.worker.provider.SyncStation},
 * {@link com.avvyland.worker.provider.JobStation}); a station asks its account for leave, marks the purchase in the
 * journal, and has one provider's JSON written and read by a class of that provider's sub-package. Whatever goes wrong
 * is one {@link com.avvyland.worker.provider.Fault}.
 */
@NullMarked
package com.avvyland.worker.provider;

import org.jspecify.annotations.NullMarked;
