// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.redis;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.BinaryJedisPubSub;
import redis.clients.jedis.Connection;

/**
 * Listens to a channel on a connection of its own, and again on another when that one breaks.
 *
 * <p>A line that died without a word is found by its silence: it is asked for a sign of life when nothing came for a
 * while, and given up when that brings none either.
 */
final class ChannelListener implements Runnable, AutoCloseable {

    /** Between signs of life. */
    private static final Duration PING = Duration.ofSeconds(10);

    /** Between attempts to subscribe again. */
    private static final long RETRY_MILLIS = 1_000;

    private final Connections connections;
    private final byte[] channel;
    private final Consumer<byte[]> listener;
    private final Consumer<AutoCloseable> ended;
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile @Nullable Connection connection;

    ChannelListener(Connections connections, String channel, Consumer<byte[]> listener, Consumer<AutoCloseable> ended) {
        this.connections = connections;
        this.channel = Wire.bytes(channel);
        this.listener = listener;
        this.ended = ended;
    }

    @Override
    public void run() {
        try {
            do {
                listen();
            } while (!closed.await(RETRY_MILLIS, TimeUnit.MILLISECONDS));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            ended.accept(this);
        }
    }

    private void listen() {
        Connection own = null;
        try {
            own = connections.borrow(0);
            connection = own;
            if (closed.getCount() == 0) {
                return;
            }
            own.setSoTimeout((int) PING.plus(JedisConfigs.REPLY).toMillis());
            BinaryJedisPubSub messages = messages();
            try (Heart heart = new Heart(messages)) {
                heart.start();
                messages.proceed(own, channel);
            }
        } catch (RuntimeException _) {
            // A subscription that can't be had is tried again; the heartbeat is what reports a Redis that is away.
        } finally {
            connection = null;
            if (own != null) {
                Connections.discard(own);
            }
        }
    }

    private BinaryJedisPubSub messages() {
        return new BinaryJedisPubSub() {
            @Override
            public void onMessage(byte[] name, byte[] message) {
                listener.accept(message);
            }
        };
    }

    /** Asks for a sign of life while the subscription is quiet. */
    private static final class Heart implements AutoCloseable {

        private final Thread thread;

        Heart(BinaryJedisPubSub messages) {
            this.thread = Thread.ofVirtual().name("asynq-ping").unstarted(() -> {
                try {
                    while (true) {
                        Thread.sleep(PING);
                        if (messages.isSubscribed()) {
                            messages.ping();
                        }
                    }
                } catch (InterruptedException | RuntimeException _) {
                    // The subscription has ended, or its next read says why it will.
                }
            });
        }

        void start() {
            thread.start();
        }

        @Override
        public void close() {
            thread.interrupt();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        Connection own = connection;
        if (own == null) {
            return;
        }
        try {
            own.forceDisconnect();
        } catch (IOException _) {
            // Closed all the same.
        }
    }
}
