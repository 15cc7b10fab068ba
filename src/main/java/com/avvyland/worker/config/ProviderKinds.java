// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.config;

import java.math.BigDecimal;
import java.net.URI;
import java.util.List;
import java.util.regex.Pattern;

/** Reads what settings of providers are made of; nothing gets through that a Camel URI would read as its own. */
final class ProviderKinds {

    private static final Pattern URL = Pattern.compile("https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?(/[A-Za-z0-9_.-]+)*/?");
    private static final Pattern MODEL_ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.:/-]{0,127}");
    private static final List<String> NAMES =
            List.of("openai", "kie", "piapi", "gemini", "nanobanana", "fal", "replicate", "tencent");

    static final Kind<URI> BASE_URL = new Kind<>("https://host[:port][/path]", text -> {
        URI uri = URI.create(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
        if (!URL.matcher(text).matches() || uri.getHost() == null || uri.getPort() > 65_535) {
            throw new IllegalArgumentException();
        }
        return uri;
    });

    static final Kind<String> MODEL = new Kind<>("a model's id: letters, digits, _ . : / -", text -> {
        if (!MODEL_ID.matcher(text).matches()) {
            throw new IllegalArgumentException();
        }
        return text;
    });

    /** US dollars, as millionths. */
    static final Kind<Long> DOLLARS = new Kind<>("US dollars: 0.50, 100", text -> {
        if (!text.matches("[0-9]{1,7}(\\.[0-9]{1,6})?")) {
            throw new IllegalArgumentException();
        }
        return new BigDecimal(text).movePointRight(6).longValueExact();
    });

    static final Kind<List<String>> PROVIDERS = new Kind<>("a list of " + String.join(", ", NAMES), text -> {
        List<String> names = Kind.LIST.parse().apply(text);
        if (!NAMES.containsAll(names)) {
            throw new IllegalArgumentException();
        }
        return names;
    });

    private ProviderKinds() {}
}
