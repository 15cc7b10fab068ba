// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.config;

import java.util.regex.Pattern;

/** Hides what may be a secret in a text that is none as a whole. */
final class Mask {

    static final String HIDDEN = "***";

    /** Of a query only what is known to be harmless stays: the name of a sentinel's master and a socket's database. */
    private static final Pattern PARAMETER = Pattern.compile("([?&])(?!(?:master|db)=)([^=&]*)=[^&]*");

    private Mask() {}

    /** Hide what stands before the last @, and the parameters of a URI: passwords are written in both. */
    static String of(String text) {
        int scheme = text.indexOf("://");
        int start = scheme < 0 ? 0 : scheme + 3;
        int at = text.lastIndexOf('@');
        String open = at < start ? text : text.substring(0, start) + HIDDEN + text.substring(at);
        return scheme < 0 ? open : PARAMETER.matcher(open).replaceAll("$1$2=" + HIDDEN);
    }

    /** Tell whether a text that is no valid value may hold a password, wherever it stands in it. */
    static boolean suspects(String text) {
        return text.contains("@") || text.contains("://") && text.contains("?");
    }
}
