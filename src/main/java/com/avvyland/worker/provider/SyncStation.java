// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.provider;

import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * Gives a Kamelet the steps of a provider that answers at once: {@code open}, {@code request}, {@code send}, the HTTP
 * call, {@code outage}, {@code answer}, {@code result}; {@code failed} wherever one of them throws.
 */
public final class SyncStation<R extends ProviderRequest> extends Station<R> {

    private final SyncApi<R> api;

    public SyncStation(SyncApi<R> api, ProviderParts parts) {
        super(api, parts);
        this.api = api;
    }

    /**
     * Begin with the Kamelet's properties.
     *
     * @param priceUsd of one call, in US dollars
     */
    public void open(Exchange exchange, String model, String priceUsd) {
        begin(exchange, model, priceUsd);
    }

    /** Write the request into the message. */
    @SuppressWarnings("unchecked")
    public void request(Exchange exchange) {
        Attempt attempt = attempt(exchange);
        write(api.request((R) attempt.request, attempt.model), exchange.getMessage());
    }

    /** Read the result out of the answer. */
    public void answer(Exchange exchange) {
        Attempt attempt = attempt(exchange);
        attempt.content = api.answer(accepted(attempt));
    }

    /** A page of a proxy with 200 is no provider's word: what is behind may have done its work all the same. */
    @Override
    @Nullable
    ProviderException fault(HttpAnswer answer) {
        if (answer.ok() && !Json.read(answer.body()).isContainerNode()) {
            return new ProviderException(
                    api.capability().reading() ? Fault.EMPTY_RESULT : Fault.AMBIGUOUS_SUBMIT,
                    "answer: no JSON (expected: JSON)");
        }
        return super.fault(answer);
    }
}
