// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.task;

/**
 * Gives a value a CBOR tag: RFC 8949, section 3.4.
 *
 * @param number from 0
 */
public record CborTag(long number, Object content) {

    public CborTag {
        if (number < 0) {
            throw new IllegalArgumentException("tag: %d (expected: 0 or more)".formatted(number));
        }
    }
}
