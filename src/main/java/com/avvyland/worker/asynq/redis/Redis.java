// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.redis;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Sends calls to Redis over connections it owns. Safe for use by any number of threads.
 *
 * <p>A call is sent at most once: a lost answer is an error, never a silent second attempt, because a dequeue that runs
 * twice takes two tasks. Calls given one after another without waiting are pipelined or use several connections; no
 * order among them is promised. Every failure is a {@link RedisFailure}.
 */
public interface Redis extends AutoCloseable {

    /** Send a call; the reply is a {@code byte[]}, {@code Long}, flat {@code List} of both, or null. */
    CompletableFuture<@Nullable Object> send(Call call);

    /** Send a call and wait for its reply. */
    default Reply call(Call call) {
        return Reply.await(send(call));
    }

    /**
     * Listen to a channel until the subscription is closed; a lost connection is subscribed again.
     *
     * @param listener gets each message's bytes on a thread it must not block
     */
    Subscription subscribe(String channel, Consumer<byte[]> listener);

    /**
     * Wait until a list has an element, on a connection that serves nothing else, and leave the list as it is.
     *
     * @param timeout how long Redis waits, at least a second
     * @return true when the list has an element, false after the timeout; cancel it to ask no longer
     */
    CompletableFuture<Boolean> awaitElement(String list, Duration timeout);

    @Override
    void close();

    /** Ends a subscription. */
    interface Subscription extends AutoCloseable {
        @Override
        void close();
    }
}
