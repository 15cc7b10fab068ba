// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.egress;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.jspecify.annotations.Nullable;

/**
 * Makes camel-http's client one account's: its key goes to its own base URLs and nowhere else, one call has one time
 * limit, an answer has a largest size, and nothing is repeated or redirected.
 *
 * <p>The key is added here, behind Camel: it is never in an exchange, so no log, trace, error or dump of one can hold it. An answer that quotes
 * it comes in with asterisks in its place.
 */
public final class ProviderClient implements HttpClientConfigurer {

    private final Duration limit;
    private final int mostRead;
    private final Map<String, RequestKey> keys;
    private final Blot blot;

    /**
     * Create a configurer.
     *
     * @param limit for one call, from connecting to the last byte read
     * @param mostRead bytes of an answer's body; a longer one is an {@link IOException}
     * @param keys by the prefix of the URLs that they are for; a longer prefix wins
     */
    public ProviderClient(Duration limit, int mostRead, Map<String, RequestKey> keys) {
        this.limit = limit;
        this.mostRead = mostRead;
        this.keys = Map.copyOf(keys);
        this.blot = new Blot(keys.values());
    }

    @Override
    public void configureHttpClient(HttpClientBuilder builder) {
        EgressClient.actOnNothing(builder, limit);
        builder.addExecInterceptorFirst("account", new Call());
    }

    /** Runs one call. */
    private final class Call implements ExecChainHandler {

        @Override
        public ClassicHttpResponse execute(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
                throws IOException, HttpException {
            sign(request);
            AtomicBoolean late = new AtomicBoolean();
            CompletableFuture<Void> attempt = new CompletableFuture<>();
            CompletableFuture<Void> closed = attempt.orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS)
                    .whenCompleteAsync(
                            (_, timeout) -> {
                                if (timeout != null) {
                                    late.set(true);
                                    scope.execRuntime.discardEndpoint();
                                }
                            },
                            Thread::startVirtualThread);
            try {
                ClassicHttpResponse response = chain.proceed(request, scope);
                readWhole(response, scope);
                return response;
            } catch (IOException | RuntimeException e) {
                if (late.get()) {
                    InterruptedIOException timeout = new InterruptedIOException(
                            "answer: none within %s (expected: a complete one)".formatted(limit));
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
    }

    private void sign(ClassicHttpRequest request) throws IOException {
        URI url;
        try {
            url = request.getUri();
        } catch (URISyntaxException e) {
            throw new IOException("request: no URL (expected: one of the account)", e);
        }
        RequestKey key = keyFor(url.toString());
        if (key == null) {
            return;
        }
        Map<String, String> headers = new HashMap<>();
        for (Header header : request.getHeaders()) {
            headers.put(header.getName().toLowerCase(Locale.ROOT), header.getValue());
        }
        HttpEntity entity = request.getEntity();
        byte[] body = new byte[0];
        if (entity != null) {
            ByteArrayOutputStream copy = new ByteArrayOutputStream();
            entity.writeTo(copy);
            body = copy.toByteArray();
            String type = entity.getContentType();
            request.setEntity(new ByteArrayEntity(body, type == null ? null : ContentType.parse(type)));
            if (type != null) {
                headers.putIfAbsent("content-type", type);
            }
        }
        key.headers(url, headers, body).forEach(request::setHeader);
    }

    /** Find the key of a URL: a prefix ends where a host or a segment does, so that no other host can share it. */
    private @Nullable RequestKey keyFor(String url) {
        return keys.entrySet().stream()
                .filter(entry -> {
                    String prefix = entry.getKey();
                    return url.equals(prefix)
                            || url.startsWith(prefix)
                                    && (prefix.endsWith("/") || "/?".indexOf(url.charAt(prefix.length())) >= 0);
                })
                .max(Map.Entry.comparingByKey((one, other) -> Integer.compare(one.length(), other.length())))
                .map(Map.Entry::getValue)
                .orElse(null);
    }

    private void readWhole(ClassicHttpResponse response, ExecChain.Scope scope) throws IOException {
        HttpEntity entity = response.getEntity();
        if (entity == null) {
            return;
        }
        InputStream body = entity.getContent();
        byte[] bytes = body == null ? new byte[0] : body.readNBytes(mostRead + 1);
        if (bytes.length > mostRead) {
            scope.execRuntime.discardEndpoint();
            throw new IOException("answer: more than %d bytes (expected: less)".formatted(mostRead));
        }
        if (body != null) {
            body.close();
        }
        blot.over(bytes);
        String type = entity.getContentType();
        response.setEntity(new ByteArrayEntity(bytes, type == null ? null : ContentType.parseLenient(type)));
    }
}
