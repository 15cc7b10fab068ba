// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.provider;

import org.jspecify.annotations.Nullable;

/** Knows one provider's way to say no. Implementations are stateless. */
public interface ProviderApi {

    /** Return whose it is. */
    Provider provider();

    /** Return what is bought. */
    Capability capability();

    /**
     * Classify an answer by its status and, where the provider wraps failures in a 200, by its body; null when it is no
     * failure.
     */
    @Nullable
    ProviderException fault(HttpAnswer answer);
}
