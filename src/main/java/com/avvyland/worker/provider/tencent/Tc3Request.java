// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.provider.tencent;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Holds what TC3-HMAC-SHA256 signs of a request. The path is always {@code /} and the query empty, whatever a gateway in
 * between calls them.
 *
 * @param contentType as it is sent, with its charset
 * @param host as it is sent, with its port
 * @param action value of {@code X-TC-Action}; absent to leave it unsigned
 * @param body the very bytes that are sent
 */
record Tc3Request(String contentType, String host, @Nullable String action, byte[] body) {

    /** Return the names of the signed headers, as the signature lists them. */
    String signedHeaders() {
        return action == null ? "content-type;host" : "content-type;host;x-tc-action";
    }

    /** Return the canonical request. */
    String canonical() {
        String line = action == null ? "" : header("x-tc-action", action);
        return "POST\n/\n\n%s%s%s\n%s\n%s"
                .formatted(
                        header("content-type", contentType), header("host", host), line, signedHeaders(), sha256(body));
    }

    private static String header(String name, String value) {
        return "%s:%s\n".formatted(name, value.strip().toLowerCase(Locale.ROOT));
    }

    /** Return lower-case hex of the SHA-256 of text. */
    static String sha256(String text) {
        return sha256(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256: absent (expected: in every JDK)", e);
        }
    }
}
