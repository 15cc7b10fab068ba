// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.config;

import java.net.URI;
import java.util.regex.Pattern;

/** Reads what names a place in S3; the patterns leave nothing that a Camel URI would read as its own. */
final class S3Kinds {

    /** General purpose bucket names: 3 to 63 of lower-case letters, digits, dots and hyphens. */
    private static final Pattern BUCKET_NAME = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");

    private static final Pattern REGION_NAME = Pattern.compile("[a-z0-9-]{1,64}");
    private static final Pattern ENDPOINT_URL = Pattern.compile("https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?/?");
    private static final String SEGMENT = "(?!\\.{1,2}(?:/|$))[A-Za-z0-9_.-]+";
    private static final Pattern KEY_PREFIX = Pattern.compile(SEGMENT + "(?:/" + SEGMENT + ")*");

    static final Kind<String> BUCKET = matching(BUCKET_NAME, "3 to 63 of a-z, 0-9, dot and hyphen");
    static final Kind<String> REGION = matching(REGION_NAME, "a region: us-east-1, fsn1");
    static final Kind<String> PREFIX = matching(KEY_PREFIX, "names of A-Z, a-z, 0-9, _ . - with / between them");

    static final Kind<URI> ENDPOINT = new Kind<>("https://host[:port]", text -> {
        URI uri = URI.create(require(ENDPOINT_URL, text));
        if (uri.getHost() == null || uri.getPort() > 65_535) {
            throw new IllegalArgumentException();
        }
        return uri;
    });

    private S3Kinds() {}

    private static Kind<String> matching(Pattern pattern, String allowed) {
        return new Kind<>(allowed, text -> require(pattern, text));
    }

    private static String require(Pattern pattern, String text) {
        if (!pattern.matcher(text).matches()) {
            throw new IllegalArgumentException();
        }
        return text;
    }
}
