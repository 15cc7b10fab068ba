// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.config;

import org.jspecify.annotations.Nullable;

/**
 * Describes one setting: where it may be written, what it may be, what it is by default.
 *
 * @param key dotted path in {@code config.yaml}; for a secret only its name, since a file never holds one
 * @param variable environment variable that wins over the file; absent where there is none
 * @param fallback the default as a person would write it; absent for a setting without one
 * @param required whether the start stops without a value
 */
record Setting<T>(
        String key,
        @Nullable String variable,
        @Nullable String fallback,
        boolean required,
        Kind<T> kind,
        String meaning) {

    static <T> Setting<T> of(String key, @Nullable String variable, String fallback, Kind<T> kind, String meaning) {
        return new Setting<>(key, variable, fallback, false, kind, meaning);
    }

    static <T> Setting<T> optional(String key, @Nullable String variable, Kind<T> kind, String meaning) {
        return new Setting<>(key, variable, null, false, kind, meaning);
    }

    static <T> Setting<T> required(String key, String variable, Kind<T> kind, String meaning) {
        return new Setting<>(key, variable, null, true, kind, meaning);
    }

    /** Tell whether the value must stay out of files, logs and placeholders. */
    boolean secret() {
        return kind.equals(Kind.SECRET);
    }

    /** Parse a text; the place is named in the error, a secret's text is not. */
    T parse(String text, String place) {
        try {
            return kind.parse().apply(text);
        } catch (IllegalArgumentException refused) {
            throw new InvalidConfigException(
                    "%s: %s: %s (expected: %s)".formatted(place, key, shown(text, false), kind.allowed()));
        }
    }

    /**
     * Return a text as a person may see it.
     *
     * @param readable false for a text that is no value of this setting: nobody knows where its password stands then
     */
    String shown(String text, boolean readable) {
        boolean hidden = secret() || !readable && (kind.equals(Kind.REDIS) || Mask.suspects(text));
        return hidden ? Mask.HIDDEN : Mask.of(text);
    }
}
