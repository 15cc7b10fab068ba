// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.projection.prompt;

import com.avvyland.worker.config.InvalidConfigException;

/**
 * Holds one text of a pack and the place where a person finds it.
 *
 * @param file as an error names it, such as {@code prompts/default.yaml}
 * @param key with dots, such as {@code views.front}
 * @param line of the key's value, from 1
 * @param literal whether the text is a {@code |} block, whose lines are lines of the file
 */
record PackEntry(String file, String key, int line, boolean literal, String text) {

    /** Return the fault of the whole text. */
    InvalidConfigException fault(String found, String expected) {
        return new InvalidConfigException("%s:%d: %s: %s (expected: %s)".formatted(file, line, key, found, expected));
    }

    /** Return the fault of one line of the text, counted from 0. */
    InvalidConfigException fault(int textLine, String found, String expected) {
        int at = literal ? line + 1 + textLine : line;
        return new PackEntry(file, key, at, literal, text).fault(found, expected);
    }
}
