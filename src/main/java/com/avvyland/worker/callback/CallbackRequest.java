// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.callback;

import com.avvyland.worker.egress.EgressPolicy;
import com.avvyland.worker.egress.RefusedUrlException;
import com.avvyland.worker.journal.FinishedResult;
import com.avvyland.worker.task.Bytes;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.camel.Body;
import org.apache.camel.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Turns a finished result into the one HTTP request that delivers it.
 *
 * <p>The message's headers are replaced, so that nothing from the task or from an earlier answer steers camel-http: the
 * only control header left is the vetted URL, which cannot hold a property placeholder. Safe to use from any thread.
 */
public final class CallbackRequest {

    private static final Pattern TRACEPARENT = Pattern.compile("[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");
    private static final Pattern TRACESTATE = Pattern.compile("[\\x20-\\x7e]{1,512}");
    private static final Pattern VISIBLE = Pattern.compile("[\\x21-\\x7e]{1,1024}");

    /** Camel counts redeliveries in these, in the message itself: without them it would redeliver for ever. */
    private static final Set<String> CAMELS_OWN =
            Set.of("CamelRedelivered", "CamelRedeliveryCounter", "CamelRedeliveryMaxCounter");

    private final EgressPolicy policy;
    private final CallbackSigner signer;
    private final @Nullable StandardWebhook standard;

    /**
     * Create it.
     *
     * @param standard absent: no {@code webhook-*} headers are sent
     */
    public CallbackRequest(EgressPolicy policy, CallbackSigner signer, @Nullable StandardWebhook standard) {
        this.policy = policy;
        this.signer = signer;
        this.standard = standard;
    }

    /**
     * Replace the headers, and return the body to send: the result's own bytes.
     *
     * @throws DeliveryRefusedException when the URL may not be called
     */
    public byte[] prepare(@Body FinishedResult result, @Headers Map<String, Object> headers) {
        String url = vetted(result.callbackUrl());
        Object traceparent = headers.get("traceparent");
        Object tracestate = headers.get("tracestate");
        headers.keySet().retainAll(CAMELS_OWN);
        headers.put("CamelHttpUri", url);
        headers.put("Content-Type", "application/cbor");
        String key = key(result.taskId());
        headers.put("Idempotency-Key", key);
        headers.putAll(signer.headers(result.taskType(), result.body()));
        if (standard != null) {
            headers.putAll(standard.headers(key, result.body()));
        }
        pass(headers, "traceparent", traceparent, TRACEPARENT);
        pass(headers, "tracestate", tracestate, TRACESTATE);
        return array(result.body());
    }

    private String vetted(String callbackUrl) {
        try {
            return policy.vet("callback_url", callbackUrl).toString();
        } catch (RefusedUrlException e) {
            throw new DeliveryRefusedException(String.valueOf(e.getMessage()), e);
        }
    }

    /** Return the task id as a header can carry it; what is not visible ASCII is percent-encoded. */
    private static String key(String taskId) {
        return VISIBLE.matcher(taskId).matches() ? taskId : URLEncoder.encode(taskId, StandardCharsets.UTF_8);
    }

    private static void pass(Map<String, Object> headers, String name, @Nullable Object value, Pattern form) {
        if (value instanceof String text && form.matcher(text).matches()) {
            headers.put(name, text);
        }
    }

    private static byte[] array(Bytes body) {
        boolean whole = body.offset() == 0 && body.length() == body.array().length;
        return whole ? body.array() : body.toByteArray();
    }
}
