// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh;

/**
 * Describes a canonical GLB that was written.
 *
 * @param length bytes
 * @param sha256 of the file, in lower-case hex
 */
public record CanonicalGlb(long length, String sha256, CanonicalReport report) {

    /**
     * Names the rules by which the file was written: a part of the key under which anything made from it is kept. It
     * changes when the same model would give other bytes.
     */
    public static final String PROFILE = "canon/1";
}
