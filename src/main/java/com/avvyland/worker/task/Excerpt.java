// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.task;

/** Makes a piece of hostile text fit for an error message, a title or a log line. */
public final class Excerpt {

    private static final int LONGEST = 80;

    private Excerpt() {}

    /** Return at most 80 characters of the text, those that do not print replaced by {@code ?}. */
    public static String of(String text) {
        return of(text, LONGEST);
    }

    /**
     * Return at most {@code longest} characters of the text and {@code ...} where it was longer.
     *
     * <p>Control and format characters (line ends, escape sequences, bidirectional overrides), lone surrogates and
     * unassigned code points become {@code ?}.
     */
    public static String of(String text, int longest) {
        var out = new StringBuilder(Math.min(text.length(), longest) + 3);
        int at = 0;
        while (at < text.length() && out.length() < longest) {
            int codePoint = text.codePointAt(at);
            out.appendCodePoint(prints(codePoint) ? codePoint : '?');
            at += Character.charCount(codePoint);
        }
        return at < text.length() ? out.append("...").toString() : out.toString();
    }

    /** Tell whether a code point shows as itself and changes nothing around it. */
    public static boolean prints(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
