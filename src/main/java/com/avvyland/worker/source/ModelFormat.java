// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.source;

import com.avvyland.worker.task.Bytes;
import org.jspecify.annotations.Nullable;

/** Recognises the model formats by the first bytes of a file. */
enum ModelFormat {
    GLB(".glb"),
    GLTF(".gltf");

    private static final int LONGEST_LEAD = 1024;

    private final String extension;

    ModelFormat(String extension) {
        this.extension = extension;
    }

    String extension() {
        return extension;
    }

    /** Return the format whose extension this is, or null. */
    static @Nullable ModelFormat ofExtension(String extension) {
        for (ModelFormat format : values()) {
            if (format.extension.equals(extension)) {
                return format;
            }
        }
        return null;
    }

    /** Return the format that a file beginning like this has, or null. */
    static @Nullable ModelFormat sniff(Bytes bytes) {
        if (bytes.length() >= 4
                && bytes.at(0) == 'g'
                && bytes.at(1) == 'l'
                && bytes.at(2) == 'T'
                && bytes.at(3) == 'F') {
            return GLB;
        }
        int at = startsWithByteOrderMark(bytes) ? 3 : 0;
        int end = Math.min(bytes.length(), LONGEST_LEAD);
        while (at < end && isJsonSpace(bytes.at(at))) {
            at++;
        }
        return at < end && bytes.at(at) == '{' ? GLTF : null;
    }

    private static boolean startsWithByteOrderMark(Bytes bytes) {
        return bytes.length() >= 3
                && bytes.at(0) == (byte) 0xef
                && bytes.at(1) == (byte) 0xbb
                && bytes.at(2) == (byte) 0xbf;
    }

    private static boolean isJsonSpace(byte b) {
        return b == ' ' || b == '\t' || b == '\n' || b == '\r';
    }
}
