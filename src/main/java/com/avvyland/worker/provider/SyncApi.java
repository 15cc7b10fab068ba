// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.provider;

/**
 * Maps one capability of a provider that answers at once.
 *
 * @param <R> what it is asked
 */
public interface SyncApi<R extends ProviderRequest> extends ProviderApi {

    /**
     * Write the request.
     *
     * @throws ProviderException {@link Fault#PASSED_OVER} or {@link Fault#INVALID_INPUT} for one that it cannot take
     */
    HttpCall request(R request, String model);

    /**
     * Read an answer in which {@link #fault} saw no failure.
     *
     * @throws ProviderException for a refusal, an empty result, or JSON that is none
     */
    Content answer(HttpAnswer answer);
}
