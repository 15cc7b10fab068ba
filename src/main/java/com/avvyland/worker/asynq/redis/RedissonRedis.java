// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.redisson.Redisson;
import org.redisson.api.RFuture;
import org.redisson.api.RTopic;
import org.redisson.api.RedissonClient;
import org.redisson.client.RedisNoScriptException;
import org.redisson.client.codec.ByteArrayCodec;
import org.redisson.client.protocol.RedisCommand;
import org.redisson.client.protocol.decoder.MultiDecoder;
import org.redisson.client.protocol.decoder.ObjectListReplayDecoder;
import org.redisson.command.CommandAsyncExecutor;

/**
 * Sends calls through Redisson, which brings Sentinel, Cluster and TLS.
 *
 * <p>Every command is marked as not to be repeated, whatever the client's own retry settings say. A script the server
 * does not know (first use, restart, failover, SCRIPT FLUSH) is sent once more with its text: nothing ran before.
 */
public final class RedissonRedis implements Redis {

    private final RedissonClient client;
    private final CommandAsyncExecutor executor;
    private final boolean owned;

    /**
     * Wrap a client.
     *
     * @param owned true to shut the client down on {@link #close}
     */
    public RedissonRedis(RedissonClient client, boolean owned) {
        this.client = client;
        this.executor = ((Redisson) client).getCommandExecutor();
        this.owned = owned;
    }

    @Override
    public CompletableFuture<@Nullable Object> send(Call call) {
        CompletableFuture<@Nullable Object> reply = switch (call.operation()) {
            case Call.Command(String name) -> write(name, call, null);
            case Script script ->
                write("EVALSHA", call, script.sha1())
                        .exceptionallyCompose(error -> Reply.failure(error).getCause() instanceof RedisNoScriptException
                                ? write("EVAL", call, script.text())
                                : CompletableFuture.failedFuture(error));
        };
        return reply.exceptionally(error -> {
            throw failure(call, error);
        });
    }

    private CompletableFuture<@Nullable Object> write(String name, Call call, @Nullable String script) {
        List<Object> params = new ArrayList<>(call.keys().size() + call.args().size() + 2);
        if (script != null) {
            params.add(script);
            params.add(call.keys().size());
        }
        params.addAll(call.keys());
        params.addAll(call.args());
        String route = call.keys().isEmpty() ? "" : call.keys().getFirst();
        return executor.<Object, @Nullable Object>writeAsync(
                        route, ByteArrayCodec.INSTANCE, new Once(name), params.toArray())
                .toCompletableFuture();
    }

    private static RedisFailure failure(Call call, Throwable error) {
        Throwable cause = Reply.failure(error);
        Throwable root = cause.getCause() == null ? cause : cause.getCause();
        return new RedisFailure("redis " + call.operation() + ": " + root.getMessage(), root);
    }

    @Override
    public Subscription subscribe(String channel, Consumer<byte[]> listener) {
        RTopic topic = client.getTopic(channel, ByteArrayCodec.INSTANCE);
        int id = topic.addListener(byte[].class, (name, message) -> listener.accept(message));
        return () -> topic.removeListener(id);
    }

    @Override
    public CompletableFuture<Boolean> awaitElement(String list, Duration timeout) {
        RFuture<@Nullable Object> asked = executor.<Object, @Nullable Object>writeAsync(
                list,
                ByteArrayCodec.INSTANCE,
                new Once("BLMOVE"),
                list,
                list,
                "RIGHT",
                "RIGHT",
                Math.max(1, timeout.toSeconds()));
        CompletableFuture<Boolean> answer = asked.toCompletableFuture().thenApply(element -> element != null);
        answer.whenComplete((_, _) -> {
            if (answer.isCancelled()) {
                asked.cancel(true);
            }
        });
        return answer;
    }

    @Override
    public void close() {
        if (owned) {
            client.shutdown(0, 2, TimeUnit.SECONDS);
        }
    }

    /** A command that Redisson must not repeat and whose array reply stays a flat list. */
    private static final class Once extends RedisCommand<Object> {
        @SuppressWarnings("unchecked")
        Once(String name) {
            super(name, (MultiDecoder<Object>) (MultiDecoder<?>) new ObjectListReplayDecoder<Object>());
        }

        @Override
        public boolean isNoRetry() {
            return true;
        }
    }
}
