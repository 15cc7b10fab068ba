// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.config;

import java.nio.charset.StandardCharsets;

/** Holds a secret that prints as {@code ***}: only {@link #reveal} gives it away. */
public record Secret(String value) {

    /** Return the secret's UTF-8 bytes, for a key. */
    public byte[] bytes() {
        return value.getBytes(StandardCharsets.UTF_8);
    }

    /** Return the secret itself; never pass the result to a log, a message or a URI. */
    public String reveal() {
        return value;
    }

    @Override
    public String toString() {
        return "***";
    }
}
