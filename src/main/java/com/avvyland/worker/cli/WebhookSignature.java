// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.cli;

import com.avvyland.worker.config.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Verifies a signature of Standard Webhooks: HMAC-SHA256 over {@code id.timestamp.body}, as {@code v1,BASE64}, several
 * with spaces between them. A secret {@code whsec_BASE64} is the key of that base64; any other is the key as it is.
 *
 * @param id {@code webhook-id}
 * @param timestamp {@code webhook-timestamp}, Unix seconds
 * @param signature {@code webhook-signature}
 */
record WebhookSignature(String id, String timestamp, String signature) {

    /** How far the clocks may be apart: the tolerance of the Standard Webhooks libraries. */
    private static final Duration TOLERANCE = Duration.ofMinutes(5);

    private static final String PREFIX = "whsec_";

    /** Tell whether the timestamp is near enough to now; an old one may be a replay. */
    boolean timely(Instant now) {
        if (!timestamp.matches("[0-9]{1,12}")) {
            return false;
        }
        Instant signed = Instant.ofEpochSecond(Long.parseLong(timestamp));
        return Duration.between(signed, now).abs().compareTo(TOLERANCE) <= 0;
    }

    /** Tell whether one of the signatures is that of the body; each is compared in constant time. */
    boolean holds(Secret secret, byte[] body) {
        byte[] expected = hmac(key(secret), body);
        boolean held = false;
        for (String each : signature.split(" ", -1)) {
            held |= each.startsWith("v1,") && MessageDigest.isEqual(expected, decoded(each.substring(3)));
        }
        return held;
    }

    private byte[] hmac(byte[] key, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            mac.update("%s.%s.".formatted(id, timestamp).getBytes(StandardCharsets.UTF_8));
            return mac.doFinal(body);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HmacSHA256: absent (expected: every JDK has it)", e);
        }
    }

    private static byte[] key(Secret secret) {
        String text = secret.reveal();
        byte[] decoded = text.startsWith(PREFIX) ? decoded(text.substring(PREFIX.length())) : new byte[0];
        return decoded.length == 0 ? secret.bytes() : decoded;
    }

    private static byte[] decoded(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException _) {
            return new byte[0];
        }
    }
}
