// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.provider;

import java.util.Locale;

/** Names what is bought; each has one route in {@code routes/providers.camel.yaml}. */
public enum Capability {
    UNDERSTAND_IMAGE(true),
    SCORE_IMAGE(true),
    GENERATE_IMAGE(false),
    REMOVE_BACKGROUND(false),
    GENERATE_MODEL(false);

    private final boolean reading;

    Capability(boolean reading) {
        this.reading = reading;
    }

    /** Return the name in routes and Kamelets: {@code understand-image}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * Tell whether the result is a reading that costs a fraction of a cent. A reading of unknown outcome is bought
     * again; anything else is held until its outcome is known.
     */
    public boolean reading() {
        return reading;
    }
}
