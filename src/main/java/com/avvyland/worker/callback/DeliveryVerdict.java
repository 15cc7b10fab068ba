// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.callback;

import com.avvyland.worker.egress.RefusedAddressException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.time.InstantSource;
import java.util.Map;
import javax.net.ssl.SSLException;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Headers;
import org.apache.camel.Variable;

/**
 * Decides what a receiver's answer, or its silence, means: delivered, delayed, or refused for good.
 *
 * <p>2xx is delivered. 408, 425, 429, 5xx, and whatever fails between here and there is delayed. Every other status is
 * refused, a redirect too: a signed body goes where the task said or nowhere. Safe to use from any thread.
 */
public final class DeliveryVerdict {

    /** Camel waits this many milliseconds before it redelivers, instead of what its policy says. */
    private static final String DELAY = "CamelRedeliveryDelay";

    private final InstantSource clock;

    public DeliveryVerdict(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * Judge an answer.
     *
     * @param answer the headers that camel-http and its filter have left; names in any case
     * @param headers of the message that Camel redelivers
     * @throws DeliveryDelayedException when the receiver may take it later; a {@code Retry-After} sets the delay
     * @throws DeliveryRefusedException when it never will
     */
    public void answered(@Variable("header:answer") Map<String, Object> answer, @Headers Map<String, Object> headers) {
        int status = answer.get("CamelHttpResponseCode") instanceof Integer code ? code : 0;
        if (status >= 200 && status <= 299) {
            return;
        }
        String reason = "callback: %d (expected: 2xx)".formatted(status);
        if (status == 408 || status == 425 || status == 429 || status >= 500 && status <= 599) {
            Object retryAfter = answer.get("Retry-After");
            RetryAfter.parse(retryAfter == null ? null : retryAfter.toString(), clock.instant())
                    .ifPresent(wait -> headers.put(DELAY, wait.toMillis()));
            throw new DeliveryDelayedException(reason, null);
        }
        throw new DeliveryRefusedException(reason, null);
    }

    /**
     * Judge a failure to get any answer.
     *
     * @throws DeliveryDelayedException for whatever can pass
     * @throws DeliveryRefusedException when none of the host's addresses may be called
     */
    public void unanswered(@ExchangeProperty("CamelExceptionCaught") Exception failure) {
        if (failure instanceof RefusedAddressException refused) {
            throw new DeliveryRefusedException("callback_url: " + refused.getMessage(), refused);
        }
        if (failure instanceof IOException) {
            throw new DeliveryDelayedException(
                    "callback: %s (expected: 2xx)".formatted(describe((IOException) failure)), failure);
        }
        throw new DeliveryDelayedException("callback: not sent (expected: 2xx)", failure);
    }

    /** Say what happened without the exception's own words, which may name inner addresses. */
    private static String describe(IOException failure) {
        return switch (failure) {
            case ConnectException _ -> "not connected";
            case NoRouteToHostException _ -> "not connected";
            case UnknownHostException _ -> "host unknown";
            case SSLException _ -> "TLS failed";
            case InterruptedIOException _ -> "no answer in time";
            default -> "connection broke";
        };
    }
}
