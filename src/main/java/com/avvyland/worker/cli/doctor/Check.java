// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.cli.doctor;

import java.util.Locale;

/**
 * Holds what one look came to.
 *
 * @param name short and stable, for scripts
 * @param detail one line; of what is not well with what was expected
 */
public record Check(String name, Verdict verdict, String detail) {

    /** Says how much a check matters. */
    public enum Verdict {
        OK,
        /** It works, worse than it could, or it could not be looked at. */
        WARN,
        /** It does not work. */
        FAIL;

        /** Return the word for people and scripts. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static Check ok(String name, String detail) {
        return new Check(name, Verdict.OK, detail);
    }

    static Check warn(String name, String detail) {
        return new Check(name, Verdict.WARN, detail);
    }

    static Check fail(String name, String detail) {
        return new Check(name, Verdict.FAIL, detail);
    }
}
