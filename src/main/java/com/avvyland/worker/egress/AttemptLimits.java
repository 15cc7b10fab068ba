// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.egress;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.client5.http.classic.ExecRuntime;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;

/**
 * Bounds one call: its whole time, and what is read of its answer.
 *
 * <p>A socket's timeout starts anew with every byte, and writing has none at all: a peer that reads or answers one byte
 * a minute would hold a task for ever. So the connection is closed under the call when its time is up. Of the answer
 * only the status and headers are kept; the body is read up to the bound, so that the connection can be used again.
 * Safe to use from any thread.
 */
final class AttemptLimits implements ExecChainHandler {

    private final Duration limit;
    private final int mostRead;

    AttemptLimits(Duration limit, int mostRead) {
        this.limit = limit;
        this.mostRead = mostRead;
    }

    @Override
    public ClassicHttpResponse execute(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
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
            drop(response, scope.execRuntime);
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
                // The socket dies before its place in the pool is free again; whoever calls next must find it free.
                closed.exceptionally(_ -> null).join();
            }
        }
    }

    private void drop(ClassicHttpResponse response, ExecRuntime connection) throws IOException {
        HttpEntity entity = response.getEntity();
        if (entity == null) {
            return;
        }
        InputStream body = entity.getContent();
        byte[] buffer = new byte[8192];
        int total = 0;
        for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
            total += read;
            if (total > mostRead) {
                // Not closed: closing reads to the end first, and the end may never come.
                connection.discardEndpoint();
                break;
            }
        }
        response.setEntity(null);
    }
}
