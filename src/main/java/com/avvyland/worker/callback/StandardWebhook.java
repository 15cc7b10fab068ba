// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.callback;

import com.avvyland.worker.config.InvalidConfigException;
import com.avvyland.worker.config.Secret;
import com.avvyland.worker.task.Bytes;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Makes the headers of Standard Webhooks for a body: an id that stays, the time of this attempt, and HMAC-SHA256 over
 * {@code id.timestamp.body} by every secret.
 *
 * <p>A secret that begins with {@code whsec_} is Base64 of the key, as that standard writes it; any other is the key
 * itself, in UTF-8. Safe to use from any thread.
 */
public final class StandardWebhook {

    static final String ID = "webhook-id";
    static final String TIMESTAMP = "webhook-timestamp";
    static final String SIGNATURE = "webhook-signature";

    private static final String ALGORITHM = "HmacSHA256";
    private static final String PREFIX = "whsec_";

    private final List<SecretKeySpec> keys = new ArrayList<>(2);
    private final InstantSource clock;

    /**
     * Create it.
     *
     * @throws InvalidConfigException for a secret with the prefix and no Base64 behind it
     */
    public StandardWebhook(Secret current, @Nullable Secret previous, InstantSource clock) {
        keys.add(key("worker.callback.secret", current));
        if (previous != null) {
            keys.add(key("worker.callback.secret_previous", previous));
        }
        this.clock = clock;
    }

    /**
     * Return the headers of one attempt.
     *
     * @param key the value of {@code Idempotency-Key}; the id is the same without a dot, which the standard forbids in it
     */
    Map<String, String> headers(String key, Bytes body) {
        String id = key.replace("%", "%25").replace(".", "%2E");
        String timestamp = Long.toString(clock.instant().getEpochSecond());
        byte[] head = (id + "." + timestamp + ".").getBytes(StandardCharsets.US_ASCII);
        List<String> signatures =
                keys.stream().map(secret -> "v1," + sign(secret, head, body)).toList();
        return Map.of(ID, id, TIMESTAMP, timestamp, SIGNATURE, String.join(" ", signatures));
    }

    private static String sign(SecretKeySpec key, byte[] head, Bytes body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update(head);
            mac.update(body.array(), body.offset(), body.length());
            return Base64.getEncoder().encodeToString(mac.doFinal());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HmacSHA256: absent (expected: every JDK has it)", e);
        }
    }

    private static SecretKeySpec key(String name, Secret secret) {
        String text = secret.reveal();
        if (!text.startsWith(PREFIX)) {
            return new SecretKeySpec(secret.bytes(), ALGORITHM);
        }
        try {
            return new SecretKeySpec(Base64.getDecoder().decode(text.substring(PREFIX.length())), ALGORITHM);
        } catch (IllegalArgumentException e) {
            // The decoder's own words quote a character of the secret; an empty key is refused by the class of keys.
            throw new InvalidConfigException(name + ": not Base64 (expected: whsec_ and Base64 of the key)");
        }
    }
}
