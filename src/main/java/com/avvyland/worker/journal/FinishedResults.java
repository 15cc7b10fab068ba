// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.journal;

import com.avvyland.worker.task.Bytes;
import com.avvyland.worker.task.CborEncoder;
import com.avvyland.worker.task.CborLimits;
import com.avvyland.worker.task.CborReader;
import com.avvyland.worker.task.FailureCode;
import com.avvyland.worker.task.TaskFailure;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.LongSupplier;
import org.apache.camel.Body;
import org.apache.camel.Header;
import org.apache.camel.Variable;
import org.jspecify.annotations.Nullable;
import org.redisson.api.RBucket;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.ByteArrayCodec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps finished results in Redis until they are delivered.
 *
 * <p>One key a task, {@code avvy:finished:<queue>:{<task id>}}, with a time to live; asynq task ids are unique within
 * their queue only. The value is CBOR with a version; an entry that cannot be read is logged and counts as absent, so
 * that the task is computed again. Safe to use from any thread; errors of Redis are passed on, which fails the attempt.
 */
public final class FinishedResults {

    private static final Logger LOG = LoggerFactory.getLogger(FinishedResults.class);
    private static final int VERSION = 1;

    /** A lease of 30 s, the 5 s until its end is seen, and as long again for a try that begins late. */
    private static final Duration TAKEN_OVER = Duration.ofMinutes(1);

    /** The queue is told within milliseconds; after this it knows, or cannot be reached. */
    private static final Duration SETTLED = Duration.ofSeconds(5);

    private final RedissonClient redis;
    private final Duration keptFor;
    private final LongSupplier nanos;
    private final Queue<Delivered> delivered = new ConcurrentLinkedQueue<>();
    private final CborReader reader = new CborReader(CborLimits.TASK);

    /**
     * Create a store.
     *
     * @param keptFor how long a result waits for its delivery, counted from when it was kept
     */
    public FinishedResults(RedissonClient redis, Duration keptFor) {
        this(redis, keptFor, System::nanoTime);
    }

    FinishedResults(RedissonClient redis, Duration keptFor, LongSupplier nanos) {
        this.redis = redis;
        this.keptFor = keptFor;
        this.nanos = nanos;
    }

    /**
     * Find the result that an earlier attempt of this task has left.
     *
     * @param payload the mark of the task's payload: a result of another payload is not this task's
     */
    public @Nullable FinishedResult find(
            @Header("CamelAsynqQueue") String queue,
            @Header("CamelAsynqTaskId") String taskId,
            @Variable("payload") String payload) {
        byte @Nullable [] value =
                RedisTrouble.quietly(() -> bucket(queue, taskId).get());
        if (value == null) {
            return null;
        }
        try {
            return reader.read(Bytes.of(value), Entry.class).result(taskId, payload);
        } catch (TaskFailure e) {
            LOG.warn("finished result of {}: {}; the task is computed again", taskId, e.getMessage());
            return null;
        }
    }

    /**
     * Keep a result before its first delivery.
     *
     * @return the result to deliver: another worker's, when one that was taken for dead has kept its own meanwhile
     */
    public FinishedResult keep(
            @Header("CamelAsynqQueue") String queue, @Variable("payload") String payload, @Body FinishedResult result) {
        Entry entry = new Entry(
                VERSION,
                payload,
                result.taskId(),
                result.taskType(),
                result.callbackUrl(),
                result.body(),
                result.archiveReason());
        byte[] value = CborEncoder.encode(entry).array();
        RBucket<byte[]> bucket = bucket(queue, result.taskId());
        if (RedisTrouble.quietly(() -> bucket.setIfAbsent(value, keptFor))) {
            return result;
        }
        FinishedResult earlier = find(queue, result.taskId(), payload);
        if (earlier == null) {
            RedisTrouble.quietly(() -> {
                bucket.set(value, keptFor);
                return true;
            });
        }
        return earlier == null ? result : earlier;
    }

    /**
     * Let go of a result that was delivered: it stays for a minute, for whoever takes over the task when this worker dies
     * before the queue knows that it is done. No memory is held for that while tasks come: those that were delivered 5 s
     * before this one are deleted at once. The result of a task that goes to the archive is deleted at once too: who runs
     * it again by hand wants another one.
     */
    public void forget(@Header("CamelAsynqQueue") String queue, @Body FinishedResult result) {
        RBucket<byte[]> bucket = bucket(queue, result.taskId());
        if (result.archiveReason() != null) {
            var _ = RedisTrouble.quietly(bucket::delete);
            return;
        }
        long now = nanos.getAsLong();
        var _ = RedisTrouble.quietly(() -> bucket.expire(TAKEN_OVER));
        // A task that has come a second time has its minute from now.
        delivered.removeIf(earlier -> earlier.bucket().getName().equals(bucket.getName()));
        delivered.add(new Delivered(bucket, now));
        for (Delivered first = delivered.peek(); first != null && first.before(now); first = delivered.peek()) {
            if (delivered.remove(first)) {
                RBucket<byte[]> settled = first.bucket();
                var _ = RedisTrouble.quietly(settled::delete);
            }
        }
    }

    private record Delivered(RBucket<byte[]> bucket, long at) {

        boolean before(long now) {
            return now - at >= SETTLED.toNanos();
        }
    }

    private RBucket<byte[]> bucket(String queue, String taskId) {
        return redis.getBucket("avvy:finished:%s:{%s}".formatted(queue, taskId), ByteArrayCodec.INSTANCE);
    }

    /** Lays out a kept result; a component is added, never changed or taken away, without a new version. */
    record Entry(
            @Nullable Integer version,
            @Nullable String payload,
            @Nullable String taskId,
            @Nullable String taskType,
            @Nullable String callbackUrl,
            @Nullable Bytes body,
            @Nullable String archiveReason) {

        private FinishedResult result(String wanted, String wantedPayload) {
            if (version == null || version != VERSION) {
                throw unusable("version " + version);
            }
            if (!wanted.equals(taskId) || !wantedPayload.equals(payload)) {
                throw unusable("another task's");
            }
            if (taskType == null || callbackUrl == null || body == null) {
                throw unusable("incomplete");
            }
            return new FinishedResult(wanted, taskType, callbackUrl, body, archiveReason);
        }

        private static TaskFailure unusable(String found) {
            return new TaskFailure(
                    FailureCode.INTERNAL, "entry: %s (expected: this task's, of version %d)".formatted(found, VERSION));
        }
    }
}
