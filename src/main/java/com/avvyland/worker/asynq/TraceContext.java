// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq;

import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Drops what is no W3C Trace Context: a tracer that gets a bad {@code traceparent} begins another trace, and the two are
 * never joined. Stateless.
 */
final class TraceContext {

    static final String PARENT = "traceparent";
    static final String STATE = "tracestate";

    private static final String IDS = "-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}";

    /** Version 00 as it is specified; a later one may have more fields, which are passed on as they are. */
    private static final Pattern PARENT_FORM =
            Pattern.compile("00" + IDS + "|(?!00|ff)[0-9a-f]{2}" + IDS + "(?:-[\\x21-\\x7e]{0,200})?");

    private static final Pattern MEMBER =
            Pattern.compile("[a-z0-9][-a-z0-9_*/@]{0,255}=[\\x20-\\x2b\\x2d-\\x3c\\x3e-\\x7e]{1,256}");

    /** W3C Trace Context, section 3.3.1: at most 32 members; 512 characters is what everybody must pass on. */
    private static final int MEMBERS = 32;

    private static final int STATE_LENGTH = 512;

    private TraceContext() {}

    /** Remove an invalid {@code traceparent} together with its {@code tracestate}, or an invalid {@code tracestate}. */
    static void clean(Map<String, String> headers) {
        if (!isParent(headers.get(PARENT))) {
            headers.remove(PARENT);
            headers.remove(STATE);
        } else if (!isState(headers.get(STATE))) {
            headers.remove(STATE);
        }
    }

    static boolean isParent(@Nullable String text) {
        return text != null && PARENT_FORM.matcher(text).matches();
    }

    static boolean isState(@Nullable String text) {
        if (text == null || text.length() > STATE_LENGTH) {
            return false;
        }
        String[] members = text.split(",", -1);
        if (members.length > MEMBERS) {
            return false;
        }
        boolean any = false;
        for (String member : members) {
            String stripped = member.strip();
            if (!stripped.isEmpty() && !MEMBER.matcher(stripped).matches()) {
                return false;
            }
            any |= !stripped.isEmpty();
        }
        return any;
    }
}
