// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.cli;

/** Signals that a command could not do its work, in one line for the person who typed it. */
final class CommandFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    CommandFailure(String message) {
        super(message);
    }
}
