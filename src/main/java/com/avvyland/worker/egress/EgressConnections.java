// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.egress;

import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/** Opens the connection manager through which every URL of a task is called. */
public final class EgressConnections {

    /** A receiver that needs longer to accept a connection is down. */
    private static final Timeout CONNECT = Timeout.ofSeconds(5);

    private static final Http1Config HEAD_LIMITS = Http1Config.custom()
            .setMaxHeaderCount(100)
            .setMaxLineLength(8192)
            .setMaxEmptyLineCount(10)
            .build();

    private EgressConnections() {}

    /**
     * Open a pool that resolves, checks and dials by a policy.
     *
     * @param idle longest silence of a peer while it is waited for
     */
    public static PoolingHttpClientConnectionManager open(EgressPolicy policy, Duration idle) {
        return open(policy, idle, SystemDefaultDnsResolver.INSTANCE, null);
    }

    static PoolingHttpClientConnectionManager open(
            EgressPolicy policy, Duration idle, DnsResolver upstream, @Nullable SSLContext trust) {
        TlsSocketStrategy tls =
                trust == null ? DefaultClientTlsStrategy.createDefault() : new DefaultClientTlsStrategy(trust);
        return PoolingHttpClientConnectionManagerBuilder.create()
                .setDnsResolver(new GuardedResolver(policy, upstream))
                .setConnectionFactory(ManagedHttpClientConnectionFactory.builder()
                        .http1Config(HEAD_LIMITS)
                        .build())
                .setTlsSocketStrategy(tls)
                .setDefaultTlsConfig(
                        TlsConfig.custom().setHandshakeTimeout(CONNECT).build())
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(CONNECT)
                        .setSocketTimeout(Timeout.of(idle))
                        .setTimeToLive(Timeout.ofSeconds(60))
                        .setValidateAfterInactivity(Timeout.ofSeconds(1))
                        .build())
                .setMaxConnTotal(64)
                .setMaxConnPerRoute(16)
                .build();
    }
}
