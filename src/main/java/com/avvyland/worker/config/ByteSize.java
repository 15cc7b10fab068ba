// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.config;

/**
 * Holds a number of bytes, written as {@code 64KiB} or {@code 512MiB} in the configuration.
 *
 * @param bytes 0 or more
 */
public record ByteSize(long bytes) {

    @Override
    public String toString() {
        if (bytes >= 1 << 20 && bytes % (1 << 20) == 0) {
            return (bytes >> 20) + "MiB";
        }
        return bytes % (1 << 10) == 0 && bytes > 0 ? (bytes >> 10) + "KiB" : bytes + "B";
    }
}
