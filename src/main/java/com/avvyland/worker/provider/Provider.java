// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.provider;

import java.util.Locale;
import java.util.Optional;

/** Names the providers, as configuration, Kamelets and the wire contract write them. */
public enum Provider {
    OPENAI,
    KIE,
    PIAPI,
    GEMINI,
    NANOBANANA,
    FAL,
    REPLICATE,
    TENCENT;

    /** Return the name in configuration and on the wire. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Find a provider by its name, in any case. */
    public static Optional<Provider> of(String name) {
        for (Provider provider : values()) {
            if (provider.wireName().equals(name.strip().toLowerCase(Locale.ROOT))) {
                return Optional.of(provider);
            }
        }
        return Optional.empty();
    }
}
