// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.redis;

import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Connection;

/**
 * Borrows connections that are known to be alive. Safe for several threads.
 *
 * <p>A connection that lay idle may have been closed by a restart, a fail-over or a firewall. A call that fails on it may
 * have run, as far as its caller can tell; a ping that fails has cost nothing.
 */
final class Borrowing {

    /** Idle time after which a connection is asked for a sign of life; a busy worker's are never idle that long. */
    private static final long IDLE_NANOS = Duration.ofMillis(100).toNanos();

    /** How long a ping may take: longer, and a settlement could be sent long after it was known to be in time. */
    private static final int PING_MILLIS = 500;

    private final LongSupplier nanos;
    private final Map<Connection, Long> used = Collections.synchronizedMap(new WeakHashMap<>());

    Borrowing(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** Borrow a connection; one that is found dead is dropped, and another is borrowed in its place. */
    Connection borrow(Connections connections, int lane) {
        while (true) {
            Connection connection = connections.borrow(lane);
            long now = nanos.getAsLong();
            @Nullable Long last = used.put(connection, now);
            if (last == null || now - last < IDLE_NANOS || isAlive(connection)) {
                return connection;
            }
            Connections.discard(connection);
            // Else each idle one would cost a ping that nobody answers.
            connections.suspect();
        }
    }

    private static boolean isAlive(Connection connection) {
        try {
            connection.setSoTimeout(PING_MILLIS);
            boolean alive = connection.ping();
            connection.rollbackTimeout();
            return alive;
        } catch (RuntimeException _) {
            return false;
        }
    }
}
