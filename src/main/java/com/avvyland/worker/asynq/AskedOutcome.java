// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq;

import java.util.Locale;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/** Reads what a route asked for by the header {@link AsynqConstants#OUTCOME}, as the exception that means the same. */
final class AskedOutcome {

    private AskedOutcome() {}

    /**
     * Return the exception that ends the task as asked; null when nothing was asked for.
     *
     * @param error why the exchange failed, null when it did not
     */
    static @Nullable RuntimeException of(Exchange exchange, @Nullable Exception error) {
        String asked = exchange.getMessage().getHeader(AsynqConstants.OUTCOME, String.class);
        if (asked == null) {
            return null;
        }
        String text = error == null || error.getMessage() == null ? "asked for by the route" : error.getMessage();
        return switch (asked.toLowerCase(Locale.ROOT)) {
            case "archive" -> new SkipRetryException(text, error);
            case "revoke" -> new RevokeTaskException(text, error);
            case "uncounted" -> new UncountedFailureException(text, error);
            default ->
                new IllegalArgumentException(
                        AsynqConstants.OUTCOME + ": " + asked + " (expected: archive, revoke or uncounted)", error);
        };
    }
}
