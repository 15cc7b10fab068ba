// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.egress;

import java.time.Duration;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.util.Timeout;

/**
 * Takes from camel-http's client everything that acts on its own: redirects, retries, cookies, cached credentials,
 * decompression; and bounds what is left by {@link AttemptLimits}.
 */
public final class EgressClient implements HttpClientConfigurer {

    private final Duration limit;
    private final int mostRead;

    /**
     * Create a configurer.
     *
     * @param limit for one attempt, from the first byte sent to the last byte read
     * @param mostRead bytes of an answer's body that are read; the rest is dropped with the connection
     */
    public EgressClient(Duration limit, int mostRead) {
        this.limit = limit;
        this.mostRead = mostRead;
    }

    @Override
    public void configureHttpClient(HttpClientBuilder builder) {
        actOnNothing(builder, limit);
        builder.addExecInterceptorFirst("attempt-limits", new AttemptLimits(limit, mostRead));
    }

    /**
     * Take away what acts on its own.
     *
     * @param idle longest silence of a peer while it is waited for
     */
    static void actOnNothing(HttpClientBuilder builder, Duration idle) {
        builder.disableAutomaticRetries()
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableContentCompression()
                .disableConnectionState()
                .setUserAgent("avvy-worker")
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setResponseTimeout(Timeout.of(idle))
                        .setConnectionRequestTimeout(Timeout.of(idle))
                        .setProtocolUpgradeEnabled(false)
                        .build());
    }
}
