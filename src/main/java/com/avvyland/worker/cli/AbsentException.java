// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.cli;

/** Signals that what a person named is not there, in one line. */
final class AbsentException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    AbsentException(String message) {
        super(message);
    }
}
