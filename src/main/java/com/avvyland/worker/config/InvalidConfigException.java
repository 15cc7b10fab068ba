// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.config;

/** Signals a setting that stops the start; the message is one line that names place, key and what is allowed. */
public final class InvalidConfigException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public InvalidConfigException(String message) {
        super(message);
    }
}
