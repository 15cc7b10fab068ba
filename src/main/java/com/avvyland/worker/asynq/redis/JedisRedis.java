// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.redis;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.DefaultJedisSocketFactory;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;

/**
 * Sends calls through Jedis, whose blocking connections cost no hand-over between threads, and which brings Sentinel,
 * Cluster and TLS.
 *
 * <p>It connects on first use, so a Redis that is away does not stop the start.
 */
public final class JedisRedis implements Redis {

    private final Connections connections;
    private final Borrowing borrowing = new Borrowing(System::nanoTime);
    private final PendingSends sends;
    private final Set<AutoCloseable> open = new HashSet<>();
    private boolean closed;

    private JedisRedis(Connections connections) {
        this.connections = new Watched(connections, this::endWaits);
        this.sends = new PendingSends(this);
    }

    /**
     * Make a client.
     *
     * @param tls whom to trust and who we are; null for the JVM's own trust
     * @param most most connections to one server; a call that finds none free within 3 s fails
     */
    public static JedisRedis connect(RedisLocation location, @Nullable SSLContext tls, int most) {
        JedisClientConfig server = JedisConfigs.server(location, tls);
        return new JedisRedis(
                switch (location.layout()) {
                    case SINGLE -> {
                        HostAndPort host = HostAndPort.from(location.hosts().getFirst());
                        yield new SingleServer(new DefaultJedisSocketFactory(host, server), server, most);
                    }
                    case SOCKET ->
                        new SingleServer(UnixSockets.at(location.hosts().getFirst()), server, most);
                    case SENTINEL ->
                        new Sentinels(
                                String.valueOf(location.master()),
                                hosts(location),
                                server,
                                JedisConfigs.sentinel(location, tls),
                                most);
                    case CLUSTER -> new Cluster(hosts(location), server, most);
                });
    }

    private static Set<HostAndPort> hosts(RedisLocation location) {
        return location.hosts().stream().map(HostAndPort::from).collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public List<Answer> exchange(List<Call> calls) {
        return new RoundTrip(connections, borrowing, calls).run();
    }

    @Override
    public CompletableFuture<@Nullable Object> send(Call call) {
        return sends.add(call);
    }

    @Override
    public Subscription subscribe(String channel, Consumer<byte[]> listener) {
        ChannelListener subscription = started(close -> new ChannelListener(connections, channel, listener, close));
        return subscription::close;
    }

    @Override
    public CompletableFuture<Boolean> awaitElement(String list, Duration timeout) {
        return started(close -> new ElementWait(connections, list, timeout, close))
                .answer();
    }

    /** Start something that has a connection of its own, and remember it until it ends. */
    private <T extends AutoCloseable & Runnable> T started(Function<Consumer<AutoCloseable>, T> maker) {
        T made = maker.apply(this::forget);
        synchronized (open) {
            if (closed) {
                throw new RedisFailure("redis: closed");
            }
            open.add(made);
        }
        Thread.ofPlatform().daemon().name("asynq-redis").start(made);
        return made;
    }

    /** A wait on a line that died without a word would keep its queue from being polled. */
    private void endWaits() {
        List<AutoCloseable> running;
        synchronized (open) {
            running = List.copyOf(open);
        }
        for (AutoCloseable each : running) {
            if (each instanceof ElementWait wait) {
                wait.suspect();
            }
        }
    }

    private void forget(AutoCloseable ended) {
        synchronized (open) {
            open.remove(ended);
        }
    }

    @Override
    public void close() {
        List<AutoCloseable> running;
        synchronized (open) {
            closed = true;
            running = List.copyOf(open);
        }
        for (AutoCloseable each : running) {
            try {
                each.close();
            } catch (Exception e) {
                throw new RedisFailure("redis: close", e);
            }
        }
        connections.close();
    }
}
