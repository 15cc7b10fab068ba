// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.artifact;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Remembers whether the store knows conditional writes ({@code If-None-Match: *}). Safe to use from any thread. */
final class Conditions {

    private static final Logger LOG = LoggerFactory.getLogger(Conditions.class);

    private volatile boolean known = true;

    boolean known() {
        return known;
    }

    /** Note that the store has refused a condition; nothing is lost, since equal keys mean equal contents. */
    void unknown() {
        if (known) {
            LOG.info("s3: no conditional writes; objects are written without them");
        }
        known = false;
    }
}
