// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.artifact;

/**
 * Holds what one look at the store came to.
 *
 * @param name short and stable
 * @param detail one line; of what is not well with what was expected
 */
public record StoreFinding(String name, Weight weight, String detail) {

    /** Says how much a finding matters. */
    public enum Weight {
        FINE,
        /** It works, worse than it could. */
        DOUBTFUL,
        /** It does not work. */
        BROKEN
    }

    static StoreFinding fine(String name, String detail) {
        return new StoreFinding(name, Weight.FINE, detail);
    }

    static StoreFinding doubtful(String name, String detail) {
        return new StoreFinding(name, Weight.DOUBTFUL, detail);
    }

    static StoreFinding broken(String name, String detail) {
        return new StoreFinding(name, Weight.BROKEN, detail);
    }
}
