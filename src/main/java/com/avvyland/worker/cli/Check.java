// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.cli;

/**
 * Holds what one look of {@code doctor} came to.
 *
 * @param name short and stable, for scripts
 * @param detail one sentence; of a failure with what was expected
 */
record Check(String name, Verdict verdict, String detail) {

    /** Says how much a check matters. */
    enum Verdict {
        OK,
        /** It works, worse than it could. */
        WARN,
        /** It does not work. */
        FAIL
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
