// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.egress;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHost;
import org.jspecify.annotations.Nullable;

/**
 * Gets what lies behind a URL that a task chose: no redirects, no retries, no decompression, one time limit for all of
 * it. How much is read is the reader's word. Safe to use from any thread.
 */
public final class EgressGet implements AutoCloseable {

    /** Longest silence of a server that is sending. */
    private static final Duration SILENCE = Duration.ofSeconds(30);

    private final CloseableHttpClient client;
    private final Duration limit;

    /** Reads an answer while it comes in. */
    @FunctionalInterface
    public interface Answer<T> {

        /**
         * Read as much as is wanted.
         *
         * @param length what the server announces, negative when it does not
         * @param body of an answer other than 200: empty
         */
        T read(int status, long length, InputStream body) throws IOException;
    }

    /**
     * Open a client.
     *
     * @param limit for one call, from connecting to the last byte read
     */
    public EgressGet(EgressPolicy policy, Duration limit) {
        this(policy, limit, SystemDefaultDnsResolver.INSTANCE, null);
    }

    /** Open a client that trusts other certificates, and asks somebody else for addresses. */
    EgressGet(EgressPolicy policy, Duration limit, DnsResolver upstream, @Nullable SSLContext trust) {
        Duration idle = limit.compareTo(SILENCE) < 0 ? limit : SILENCE;
        HttpClientBuilder builder =
                HttpClientBuilder.create().setConnectionManager(EgressConnections.open(policy, idle, upstream, trust));
        EgressClient.actOnNothing(builder, idle);
        this.client = builder.build();
        this.limit = limit;
    }

    /**
     * Call a URL that was vetted.
     *
     * @throws RefusedAddressException when its host has no address that may be dialled
     * @throws InterruptedIOException when the time is up
     */
    public <T> T get(URI url, Answer<T> answer) throws IOException {
        HttpGet request = new HttpGet(url);
        request.setHeader("Accept-Encoding", "identity");
        AtomicBoolean late = new AtomicBoolean();
        CompletableFuture<Void> attempt = new CompletableFuture<>();
        CompletableFuture<Void> closed = attempt.orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS)
                .whenCompleteAsync(
                        (_, timeout) -> {
                            if (timeout != null) {
                                late.set(true);
                                request.cancel();
                            }
                        },
                        Thread::startVirtualThread);
        try {
            return client.execute(HttpHost.create(url), request, response -> read(request, response, answer));
        } catch (IOException | RuntimeException e) {
            if (late.get()) {
                InterruptedIOException timeout =
                        new InterruptedIOException("answer: not read within %s (expected: all of it)".formatted(limit));
                timeout.initCause(e);
                throw timeout;
            }
            throw e;
        } finally {
            if (!attempt.complete(null)) {
                closed.exceptionally(_ -> null).join();
            }
        }
    }

    /** Give up the connection unless the body was read to its end: closing would read it, and it may have none. */
    private static <T> T read(HttpGet request, ClassicHttpResponse response, Answer<T> answer) throws IOException {
        HttpEntity entity = response.getEntity();
        boolean body = entity != null && response.getCode() == 200;
        boolean whole = false;
        try {
            T result = answer.read(
                    response.getCode(),
                    body ? entity.getContentLength() : -1,
                    body ? entity.getContent() : InputStream.nullInputStream());
            whole = entity == null || body;
            return result;
        } finally {
            if (!whole) {
                request.cancel();
                response.setEntity(null);
            }
        }
    }

    @Override
    public void close() throws IOException {
        client.close();
    }
}
