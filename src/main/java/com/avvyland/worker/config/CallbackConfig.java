// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.config;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Says how callbacks are signed and where they may go.
 *
 * @param secret signing secret, required
 * @param secretPrevious second secret during a rotation: a second signature in {@code <header>-Previous}
 * @param standardWebhooks whether the headers of Standard Webhooks are sent, too
 * @param timeout for one attempt, connect to last byte
 * @param allowedHosts host names, {@code *.example.com}, or CIDR; empty allows any public host
 * @param allowHttp whether plain http is allowed
 * @param allowPrivate whether loopback, link-local and private addresses are allowed
 * @param keptFor how long a finished body is kept for its delivery
 */
public record CallbackConfig(
        Secret secret,
        @Nullable Secret secretPrevious,
        boolean standardWebhooks,
        Duration timeout,
        List<String> allowedHosts,
        boolean allowHttp,
        boolean allowPrivate,
        Duration keptFor) {

    public CallbackConfig {
        allowedHosts = List.copyOf(allowedHosts);
    }
}
