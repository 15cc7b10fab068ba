// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.cli;

import com.avvyland.worker.task.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.Locale;

/** Writes texts and numbers into a {@link ContactSheet}. */
final class SheetText {

    private SheetText() {}

    /** Make text safe between tags and inside double quotes; control characters have no place in either. */
    static String escape(String text) {
        var safe = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(point -> {
            switch (point) {
                case '&' -> safe.append("&amp;");
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '"' -> safe.append("&quot;");
                case '\'' -> safe.append("&#39;");
                default -> safe.appendCodePoint(Character.isISOControl(point) && point != '\n' ? ' ' : point);
            }
        });
        return safe.toString();
    }

    static String dataUri(String mime, Bytes bytes) {
        return "data:%s;base64,%s".formatted(escape(mime), Base64.getEncoder().encodeToString(bytes.toByteArray()));
    }

    static String millis(Duration took) {
        double millis = took.toNanos() / 1e6;
        return String.format(Locale.ROOT, millis < 10 ? "%.1f" : "%,.0f", millis);
    }

    static String size(long bytes) {
        if (bytes < 1000) {
            return bytes + " B";
        }
        return bytes < 1_000_000
                ? String.format(Locale.ROOT, "%.1f kB", bytes / 1e3)
                : String.format(Locale.ROOT, "%.2f MB", bytes / 1e6);
    }

    /** Return a text of the jar, beside this class. */
    static String resource(String name) throws IOException {
        try (InputStream in = SheetText.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + ": absent (expected: on the class path)");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Return what a Content-Security-Policy calls a script that may run. */
    static String allowed(String script) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(script.getBytes(StandardCharsets.UTF_8));
            return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError("SHA-256 is part of every JDK", impossible);
        }
    }
}
