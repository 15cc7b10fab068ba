// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.source;

import com.avvyland.worker.task.Bytes;
import com.avvyland.worker.task.Excerpt;
import com.avvyland.worker.task.FailureCode;
import com.avvyland.worker.task.TaskFailure;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the header of a PLY file, where it promises how many vertices and faces follow. */
final class PlyHeader {

    /** Longer than any header that is not a joke; scanners write comments, but not 64 KiB of them. */
    private static final int LONGEST = 64 << 10;

    private static final Pattern END = Pattern.compile("(?:\\r\\n|\\r|\\n)end_header(?:\\r\\n|\\r|\\n)");
    private static final Pattern FORMAT =
            Pattern.compile("format\\s+(?:ascii|binary_little_endian|binary_big_endian)\\s+1\\.0");
    private static final Pattern ELEMENT = Pattern.compile("element\\s+(\\S{1,64})\\s+(\\d{1,18})");
    private static final Pattern LINE_END = Pattern.compile("\\r\\n|\\r|\\n");

    private PlyHeader() {}

    /**
     * Refuse a file whose header does not end, or promises more elements than the file has bytes.
     *
     * <p>Each instance of an element takes a byte at least, so what passes makes no reader loop for long.
     *
     * @throws TaskFailure permanent, {@code invalid_model}
     */
    static void check(Bytes bytes) {
        int length = Math.min(bytes.length(), LONGEST);
        String lead = new String(bytes.array(), bytes.offset(), length, StandardCharsets.ISO_8859_1);
        Matcher end = END.matcher(lead);
        if (!end.find()) {
            throw invalid("header", "no end_header", "one in the first 64 KiB");
        }
        String[] lines = LINE_END.split(lead.substring(0, end.start()));
        boolean format = false;
        boolean bare = false;
        for (String each : lines) {
            String line = each.strip();
            if (line.startsWith("format")) {
                format = FORMAT.matcher(line).matches();
            } else if (line.startsWith("element")) {
                requireProperty(bare);
                bare = count(line, bytes.length()) > 0;
            } else if (line.startsWith("property")) {
                bare = false;
            }
        }
        requireProperty(bare);
        if (!format) {
            throw invalid("format", "none that is known", "ascii, binary_little_endian or binary_big_endian 1.0");
        }
    }

    /** An element without properties takes no bytes, so any number of it would fit. */
    private static void requireProperty(boolean bare) {
        if (bare) {
            throw invalid("element", "no property", "one at least");
        }
    }

    private static long count(String line, int fileLength) {
        Matcher element = ELEMENT.matcher(line);
        if (!element.matches()) {
            throw invalid("element", Excerpt.of(line, 40), "element NAME COUNT");
        }
        long count = Long.parseLong(element.group(2));
        if (count > fileLength) {
            throw invalid(Excerpt.of(element.group(1), 40), Long.toString(count), "no more than the file has room for");
        }
        return count;
    }

    private static TaskFailure invalid(String name, String value, String expected) {
        return new TaskFailure(FailureCode.INVALID_MODEL, "ply %s: %s (expected: %s)".formatted(name, value, expected));
    }
}
