// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.task;

import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Checks single text fields of a payload.
 *
 * <p>Empty text counts as absent: a Go producer writes it for a field that it did not set.
 */
final class Field {

    private static final Pattern SHA256 = Pattern.compile("[0-9a-fA-F]{64}");

    private Field() {}

    static String required(String name, @Nullable String value, int longest) {
        String text = optional(name, value, longest);
        if (text == null) {
            throw invalid(name, "absent", "1.." + longest + " characters");
        }
        return text;
    }

    @Nullable
    static String optional(String name, @Nullable String value, int longest) {
        if (value == null || value.isEmpty()) {
            return null;
        }
        if (value.length() > longest) {
            throw invalid(name, value.length() + " characters", "1.." + longest + " characters");
        }
        return value;
    }

    @Nullable
    static String sha256(String name, @Nullable String value) {
        String text = optional(name, value, 64);
        if (text != null && !SHA256.matcher(text).matches()) {
            throw invalid(name, text.length() + " characters", "64 hexadecimal digits");
        }
        return text == null ? null : text.toLowerCase(Locale.ROOT);
    }

    static int within(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw invalid(name, String.valueOf(value), least + ".." + most);
        }
        return value;
    }

    static TaskFailure invalid(String name, String found, String expected) {
        return new TaskFailure(FailureCode.INVALID_PAYLOAD, "%s: %s (expected: %s)".formatted(name, found, expected));
    }
}
