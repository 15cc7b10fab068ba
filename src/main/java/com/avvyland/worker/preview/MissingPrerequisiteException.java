// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.preview;

/** Signals that this machine lacks a program the previews need; the message is one line that says what to do. */
public final class MissingPrerequisiteException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    MissingPrerequisiteException(String message) {
        super(message);
    }
}
