// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.inspect;

/** Writes names into messages as asynq does. */
final class GoText {

    private GoText() {}

    /** Quote a name; what would break the line is escaped. */
    static String quoted(String name) {
        StringBuilder quoted = new StringBuilder("\"");
        name.codePoints().forEach(c -> {
            if (c == '"' || c == '\\') {
                quoted.append('\\').appendCodePoint(c);
            } else if (Character.isISOControl(c)) {
                quoted.append("\\u%04x".formatted(c));
            } else {
                quoted.appendCodePoint(c);
            }
        });
        return quoted.append('"').toString();
    }
}
