// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.source;

import com.avvyland.worker.task.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/** Looks at the first bytes of a file, and at no more than those. */
final class Lead {

    /** Room for a licence in front of the first statement of a text format. */
    private static final int LENGTH = 8 << 10;

    /** Length of a ZIP entry's header up to its name, and where the name's length stands in it; APPNOTE 4.3.7. */
    private static final int ZIP_HEADER = 30;

    private static final int ZIP_NAME_LENGTH = 26;

    /** The statements that a Wavefront file has; a vertex, a name or a library comes first. */
    private static final Set<String> WAVEFRONT =
            Set.of("v", "vn", "vt", "vp", "f", "l", "p", "g", "o", "s", "mtllib", "usemtl", "mg");

    private final Bytes bytes;
    private final String raw;
    private final String text;

    Lead(Bytes bytes) {
        this.bytes = bytes;
        int length = Math.min(bytes.length(), LENGTH);
        raw = new String(bytes.array(), bytes.offset(), length, StandardCharsets.ISO_8859_1);
        text = (raw.startsWith("\u00ef\u00bb\u00bf") ? raw.substring(3) : raw).stripLeading();
    }

    /** Tell whether the file begins with exactly these bytes, given as Latin-1. */
    boolean isRaw(String signature) {
        return raw.startsWith(signature);
    }

    /** Tell whether the file begins with these characters, past a byte order mark and white space. */
    boolean begins(String word) {
        return text.startsWith(word);
    }

    /** Tell whether the first bytes hold these characters. */
    boolean has(String word) {
        return text.contains(word);
    }

    /** Tell whether there is something, and no NUL in it: no text format of ours has one. */
    boolean isText() {
        return !text.isEmpty() && text.indexOf('\0') < 0;
    }

    /** Tell whether the first line that says anything is a statement of a Wavefront file. */
    boolean isWavefront() {
        return text.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && line.charAt(0) != '#')
                .findFirst()
                .map(line -> WAVEFRONT.contains(line.split("[ \t]", 2)[0]))
                .orElse(false);
    }

    /** Return the name of a ZIP archive's first entry, empty when it is cut off. */
    String nameOfFirstEntry() {
        if (bytes.length() < ZIP_HEADER) {
            return "";
        }
        int length = (bytes.at(ZIP_NAME_LENGTH) & 0xff) | (bytes.at(ZIP_NAME_LENGTH + 1) & 0xff) << 8;
        return raw.substring(ZIP_HEADER, Math.min(raw.length(), ZIP_HEADER + length));
    }
}
