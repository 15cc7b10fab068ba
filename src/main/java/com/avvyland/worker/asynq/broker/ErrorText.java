// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.broker;

import org.jspecify.annotations.Nullable;

/** Makes any text fit for the field {@code error_msg}: one line, bounded, valid when encoded as UTF-8. */
public final class ErrorText {

    /** Most characters kept; an archive holds ten thousand of them. */
    static final int MAX_CHARS = 1_000;

    private ErrorText() {}

    /** Return the text without control characters and unpaired surrogates, cut to 1,000 characters. */
    public static String of(@Nullable String text) {
        if (text == null || text.isBlank()) {
            return "unknown error";
        }
        StringBuilder line = new StringBuilder(Math.min(text.length(), MAX_CHARS));
        for (int i = 0; i < text.length() && line.length() < MAX_CHARS; ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            boolean loneSurrogate = c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
            line.appendCodePoint(loneSurrogate ? 0xFFFD : Character.isISOControl(c) ? ' ' : c);
        }
        return line.toString().strip();
    }
}
