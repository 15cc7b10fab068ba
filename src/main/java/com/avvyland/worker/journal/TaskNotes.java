// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.journal;

import com.avvyland.worker.task.Bytes;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.redisson.api.RMap;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.ByteArrayCodec;
import org.redisson.client.codec.StringCodec;
import org.redisson.codec.CompositeCodec;

/**
 * Keeps what a task has to find again on its next try, on whatever worker: the same input of a purchase, byte for byte,
 * and the rows of what was tried.
 *
 * <p>One hash a task, {@code avvy:notes:<queue>:{<task id>}}, with a time to live that starts anew with each write; a field
 * is the note's name and the mark of the payload, so that another payload under the same task id finds nothing. Safe for any
 * thread; errors of Redis are passed on, which fails the attempt.
 */
public final class TaskNotes {

    private final RedissonClient redis;
    private final Duration keptFor;

    /**
     * Create the notes.
     *
     * @param keptFor how long a note is there after the task's last one; as long as purchases are
     */
    public TaskNotes(RedissonClient redis, Duration keptFor) {
        this.redis = redis;
        this.keptFor = keptFor;
    }

    /** Return the notes of one task and payload. */
    public Task of(String queue, String taskId, String payload) {
        RMap<String, byte[]> map = redis.getMap(
                "avvy:notes:%s:{%s}".formatted(queue, taskId),
                new CompositeCodec(StringCodec.INSTANCE, ByteArrayCodec.INSTANCE));
        return new Task(map, keptFor, payload);
    }

    /** Holds one task's notes. */
    public static final class Task {

        private final RMap<String, byte[]> map;
        private final Duration keptFor;
        private final String payload;

        private Task(RMap<String, byte[]> map, Duration keptFor, String payload) {
            this.map = map;
            this.keptFor = keptFor;
            this.payload = payload;
        }

        /** Return a note, or null. */
        public @Nullable Bytes find(String name) {
            byte @Nullable [] note = map.get(field(name));
            return note == null ? null : Bytes.of(note);
        }

        /** Write a note. */
        public void keep(String name, Bytes note) {
            map.fastPut(field(name), note.toByteArray());
            map.expire(keptFor);
        }

        private String field(String name) {
            return name + "/" + payload;
        }
    }
}
