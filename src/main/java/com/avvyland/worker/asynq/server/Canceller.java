// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.avvyland.worker.asynq.broker.Keys;
import com.avvyland.worker.asynq.redis.Redis;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Stops a running task when an inspector publishes its id. */
final class Canceller implements AutoCloseable {

    /** Between attempts to subscribe while Redis is away; asynq's number. */
    private static final Duration RETRY = Duration.ofSeconds(5);

    private final Redis redis;
    private final InFlight inFlight;
    private Redis.@Nullable Subscription subscription;

    private Canceller(Redis redis, InFlight inFlight) {
        this.redis = redis;
        this.inFlight = inFlight;
    }

    static AutoCloseable start(Redis redis, InFlight inFlight, QuietLog log) {
        Canceller canceller = new Canceller(redis, inFlight);
        Periodic attempts = Periodic.start("canceller", RETRY, canceller::subscribe, log);
        return () -> {
            attempts.close();
            canceller.close();
        };
    }

    private void subscribe() {
        if (subscription == null) {
            subscription = redis.subscribe(Keys.CANCEL, id -> cancel(new String(id, UTF_8)));
        }
    }

    private void cancel(String id) {
        inFlight.all().stream()
                .filter(delivery -> delivery.task().getId().equals(id))
                .forEach(delivery -> delivery.askToStop(StopCause.CANCELLED));
    }

    @Override
    public void close() {
        if (subscription != null) {
            subscription.close();
        }
    }
}
