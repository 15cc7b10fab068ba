// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.cli;

/** Makes text of others fit for a terminal: what would move its cursor or turn its lines around becomes a question mark. */
final class Plain {

    private Plain() {}

    /** Return a text in one line. */
    static String line(String text) {
        var plain = new StringBuilder(text.length());
        text.codePoints().forEach(point -> plain.appendCodePoint(shown(point) ? point : '?'));
        return plain.toString();
    }

    private static boolean shown(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }
}
