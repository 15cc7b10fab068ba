// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.redis;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Sends calls to Redis over connections it owns. Safe for use by any number of threads.
 *
 * <p>A call is sent at most once: a lost answer is an error, never a silent second attempt, because a dequeue that runs
 * twice takes two tasks. Every failure is a {@link RedisFailure}.
 */
public interface Redis extends AutoCloseable {

    /**
     * Send calls in one go and wait for their answers: one round trip, however many they are.
     *
     * <p>Calls whose keys are on one server run there in their order. The calling thread does the writing and reading
     * itself, so nothing stands between Redis's answer and the caller.
     *
     * @return an answer for each call, in order; a lost line fails those that have none yet
     */
    List<Answer> exchange(List<Call> calls);

    /** Send a call and wait for its reply. */
    default Reply call(Call call) {
        return exchange(List.of(call)).getFirst().reply();
    }

    /**
     * Send a call without waiting. Calls sent while others are under way share the next round trip.
     *
     * @return completed on a thread that the continuation must not block
     */
    CompletableFuture<@Nullable Object> send(Call call);

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

    /**
     * Holds what became of one call.
     *
     * @param value a {@code byte[]}, {@code Long}, flat {@code List} of both, or null
     * @param failure null when Redis replied
     */
    record Answer(@Nullable Object value, @Nullable RedisFailure failure) {

        /** Return the reply. */
        public Reply reply() {
            if (failure != null) {
                throw failure;
            }
            return new Reply(value);
        }
    }

    /** Ends a subscription. */
    interface Subscription extends AutoCloseable {
        @Override
        void close();
    }
}
