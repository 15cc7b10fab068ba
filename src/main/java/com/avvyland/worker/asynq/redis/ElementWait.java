// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.redis;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Connection;

/** Has Redis answer when a list has an element: BLMOVE of its tail onto itself, which changes nothing. */
final class ElementWait implements Runnable, AutoCloseable {

    private final Connections connections;
    private final String list;
    private final Duration timeout;
    private final Consumer<AutoCloseable> ended;
    private final CompletableFuture<Boolean> answer = new CompletableFuture<>();
    private @Nullable Connection connection;
    private boolean suspected;

    ElementWait(Connections connections, String list, Duration timeout, Consumer<AutoCloseable> ended) {
        this.connections = connections;
        this.list = list;
        this.timeout = timeout;
        this.ended = ended;
        answer.whenComplete((_, _) -> {
            if (answer.isCancelled()) {
                close();
            }
        });
    }

    CompletableFuture<Boolean> answer() {
        return answer;
    }

    @Override
    public void run() {
        try {
            Connection own = borrow();
            if (own != null) {
                boolean found = ask(own);
                giveBack(own);
                answer.complete(found);
            }
        } catch (RuntimeException e) {
            answer.completeExceptionally(new RedisFailure("redis BLMOVE: " + e.getMessage(), e));
            // One that was ended on suspicion raises none: two waits would end each other for ever.
            if (!isSuspected()) {
                connections.suspect();
            }
        } finally {
            ended.accept(this);
        }
    }

    private @Nullable Connection borrow() {
        Connection own = connections.borrow(connections.lane(list));
        synchronized (this) {
            if (answer.isDone()) {
                own.close();
                return null;
            }
            connection = own;
            return own;
        }
    }

    private boolean ask(Connection own) {
        try {
            own.setSoTimeout((int) timeout.plus(JedisConfigs.REPLY).toMillis());
            String seconds = Long.toString(Math.max(1, timeout.toSeconds()));
            own.sendCommand(Wire.BLMOVE, list, list, "RIGHT", "RIGHT", seconds);
            return own.getOne() != null;
        } catch (RuntimeException e) {
            own.setBroken();
            giveBack(own);
            throw e;
        }
    }

    private void giveBack(Connection own) {
        synchronized (this) {
            connection = null;
        }
        if (own.isBroken()) {
            Connections.discard(own);
            return;
        }
        own.rollbackTimeout();
        own.close();
    }

    private synchronized boolean isSuspected() {
        return suspected;
    }

    /** End the wait with a failure: its line may be dead without a word. */
    void suspect() {
        synchronized (this) {
            suspected = true;
        }
        disconnect();
    }

    private synchronized void disconnect() {
        if (connection == null) {
            return;
        }
        try {
            // The waiting thread finds its connection broken and ends.
            connection.forceDisconnect();
        } catch (IOException _) {
            // Closed all the same.
        }
    }

    @Override
    public void close() {
        answer.cancel(false);
        disconnect();
    }
}
