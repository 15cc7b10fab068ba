// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.projection.picture;

/**
 * Says what one check has found in a picture.
 *
 * @param name of the check, as docs/projection.md has it
 * @param value 0..1; 1 when nothing is wrong
 * @param fatal whether the picture is of no use, whatever else is right
 * @param reason what to do about it, a short order in English that a prompt can carry; empty when nothing is wrong
 */
public record Finding(String name, double value, boolean fatal, String reason) {

    static Finding fine(String name) {
        return new Finding(name, 1, false, "");
    }

    static Finding wrong(String name, double value, String reason) {
        return new Finding(name, value, false, reason);
    }

    static Finding fatal(String name, String reason) {
        return new Finding(name, 0, true, reason);
    }
}
