// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.cli.doctor;

import com.avvyland.worker.asynq.broker.Keys;
import com.avvyland.worker.asynq.redis.Call;
import com.avvyland.worker.asynq.redis.Redis;
import com.avvyland.worker.asynq.redis.RedisFailure;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Tries what a worker does, by an id that no task has: writing beside its queues and in the journal, and messages. */
final class RedisRights {

    /** A message on a loaded server takes milliseconds. */
    private static final Duration HEARD = Duration.ofSeconds(1);

    /** What a try leaves ends by itself, should this process be killed before it is deleted. */
    private static final long LEFT_SECONDS = 10;

    private final Redis redis;
    private final String id = "doctor-" + UUID.randomUUID();

    RedisRights(Redis redis) {
        this.redis = redis;
    }

    List<Check> checks(Set<String> queues) {
        List<String> refused = new ArrayList<>();
        for (String queue : queues) {
            write(new Keys(queue).prefix() + id, "~asynq:*", refused);
        }
        write("avvy:" + id, "~avvy:*", refused);
        Check rights = refused.isEmpty()
                ? Check.ok("redis-rights", "writes keys of the queues and of the journal")
                : Check.fail(
                        "redis-rights",
                        String.join("; ", refused)
                                + " (expected: +setex +del on ~asynq:* and ~avvy:*; docs/asynq.md#least-privilege has the rest)");
        return List.of(rights, messages());
    }

    private void write(String key, String pattern, List<String> refused) {
        try {
            redis.call(Call.command("SETEX")
                    .key(key)
                    .arg(LEFT_SECONDS)
                    .arg("doctor")
                    .build());
            redis.call(Call.command("DEL").key(key).build());
        } catch (RedisFailure refusal) {
            refused.add("%s: %s".formatted(pattern, refusal.getMessage()));
        }
    }

    /** Send a message as whoever cancels a task does, and hear it as a worker does. */
    private Check messages() {
        CountDownLatch heard = new CountDownLatch(1);
        try (var _ = redis.subscribe(Keys.CANCEL, message -> {
            if (new String(message, StandardCharsets.UTF_8).equals(id)) {
                heard.countDown();
            }
        })) {
            long deadline = System.nanoTime() + HEARD.toNanos();
            // The subscription is made on a thread of its own: what is sent before is lost.
            while (System.nanoTime() < deadline) {
                redis.call(Call.command("PUBLISH").arg(Keys.CANCEL).arg(id).build());
                if (heard.await(20, TimeUnit.MILLISECONDS)) {
                    return Check.ok("redis-messages", "cancellations are heard");
                }
            }
            return Check.warn(
                    "redis-messages",
                    "nothing heard on %s within 1 s (expected: +subscribe and &asynq:* for this user; running tasks can't be cancelled)"
                            .formatted(Keys.CANCEL));
        } catch (RedisFailure refusal) {
            return Check.warn(
                    "redis-messages",
                    "%s (expected: +publish and &asynq:* for this user; running tasks can't be cancelled)"
                            .formatted(refusal.getMessage()));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return Check.warn("redis-messages", "not seen (expected: a second to look)");
        }
    }
}
