// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.source;

import com.avvyland.worker.task.Bytes;
import com.avvyland.worker.task.Excerpt;
import com.avvyland.worker.task.FailureCode;
import com.avvyland.worker.task.TaskFailure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * Unpacks a ZIP archive that a stranger made, within bounds; what leaves here is no longer compressed.
 *
 * <p>Nobody after this reads the archive's own directory, so it cannot say one thing here and another there. The sizes
 * that entries claim are not believed either: what is counted is what came out.
 */
final class Archive {

    /** A 3MF of a whole print bed has some dozens. */
    private static final int ENTRIES_MAX = 2_048;

    /** Deflate itself ends at 1032; XML of a regular mesh is seen at 20. */
    private static final int RATIO_MAX = 200;

    /** Up to here any ratio is harmless. */
    private static final long RATIO_FREE = 4L << 20;

    private static final int NAME_MAX = 512;

    private Archive() {}

    /**
     * Return the entries with their contents, in the order of the archive, without folders.
     *
     * @param sizeMax most bytes of all contents together
     * @throws TaskFailure permanent: {@code model_too_large} past a bound, {@code invalid_model} for a broken archive, a
     *     name that leads elsewhere, or two entries of one name
     */
    static Map<String, Bytes> unpack(Bytes archive, long sizeMax) {
        long allowed = Math.min(sizeMax, Math.max(RATIO_FREE, (long) archive.length() * RATIO_MAX));
        var entries = new LinkedHashMap<String, Bytes>();
        try (var zip = new ZipInputStream(archive.stream())) {
            long total = 0;
            int count = 0;
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (++count > ENTRIES_MAX) {
                    throw tooLarge("more than %d entries".formatted(ENTRIES_MAX), "at most %d".formatted(ENTRIES_MAX));
                }
                String name = requireName(entry.getName());
                byte[] content = zip.readNBytes((int) Math.min(allowed - total + 1, Integer.MAX_VALUE - 8));
                total += content.length;
                if (total > allowed) {
                    throw tooLarge(
                            "%d bytes hold more than %d".formatted(archive.length(), allowed),
                            "at most %d, and %d for each byte".formatted(sizeMax, RATIO_MAX));
                }
                if (!entry.isDirectory() && entries.put(name, Bytes.of(content)) != null) {
                    throw invalid("two entries " + Excerpt.of(name), "one of each name");
                }
            }
        } catch (IOException | IllegalArgumentException e) {
            throw invalid("broken (%s)".formatted(Excerpt.of(String.valueOf(e.getMessage()))), "a ZIP archive");
        }
        if (entries.isEmpty()) {
            throw invalid("no entries", "a model");
        }
        return entries;
    }

    /** Pack entries without compression. */
    static Bytes store(Map<String, Bytes> entries) {
        var out = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(out)) {
            for (var file : entries.entrySet()) {
                Bytes content = file.getValue();
                var crc = new CRC32();
                crc.update(content.array(), content.offset(), content.length());
                var entry = new ZipEntry(file.getKey());
                entry.setMethod(ZipEntry.STORED);
                entry.setSize(content.length());
                entry.setCrc(crc.getValue());
                entry.setTime(0);
                zip.putNextEntry(entry);
                zip.write(content.array(), content.offset(), content.length());
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return Bytes.of(out.toByteArray());
    }

    private static String requireName(String name) {
        boolean leads = name.isEmpty()
                || name.length() > NAME_MAX
                || name.startsWith("/")
                || name.contains("\\")
                || name.contains("\0")
                || name.contains(":")
                || ("/" + name + "/").contains("/../");
        if (leads) {
            throw invalid("entry " + Excerpt.of(name), "a relative path below the archive");
        }
        return name;
    }

    private static TaskFailure tooLarge(String value, String expected) {
        return new TaskFailure(FailureCode.MODEL_TOO_LARGE, "archive: %s (expected: %s)".formatted(value, expected));
    }

    private static TaskFailure invalid(String value, String expected) {
        return new TaskFailure(FailureCode.INVALID_MODEL, "archive: %s (expected: %s)".formatted(value, expected));
    }
}
