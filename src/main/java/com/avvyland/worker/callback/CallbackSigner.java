// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.callback;

import com.avvyland.worker.config.Secret;
import com.avvyland.worker.task.Bytes;
import com.avvyland.worker.task.TaskType;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Signs callbacks: lower-case hex of HMAC-SHA256 over the very bytes that are sent.
 *
 * <p>While a secret is being rotated, a second header {@code <name>-Previous} carries the signature by the old one.
 * Safe to use from any thread.
 */
public final class CallbackSigner {

    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec current;
    private final @Nullable SecretKeySpec previous;

    public CallbackSigner(Secret current, @Nullable Secret previous) {
        this.current = new SecretKeySpec(current.bytes(), ALGORITHM);
        this.previous = previous == null ? null : new SecretKeySpec(previous.bytes(), ALGORITHM);
    }

    /**
     * Return the signature headers of a body.
     *
     * @param taskType the asynq task type; one that no family has is answered under the first family's header
     */
    Map<String, String> headers(String taskType, Bytes body) {
        String name = TaskType.of(taskType).orElse(TaskType.MODEL_PREVIEW).signatureHeader();
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(name, sign(current, body));
        if (previous != null) {
            headers.put(name + "-Previous", sign(previous, body));
        }
        return headers;
    }

    private static String sign(SecretKeySpec key, Bytes body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update(body.array(), body.offset(), body.length());
            return HexFormat.of().formatHex(mac.doFinal());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HmacSHA256: absent (expected: every JDK has it)", e);
        }
    }
}
