// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.schedule;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.avvyland.worker.asynq.NewTask;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Holds a task to enqueue at every tick.
 *
 * @param task without an id each tick's task is named after the entry and the tick; with one, a tick is skipped while a
 *     task of that id exists
 */
public record PeriodicTask(CronSpec spec, NewTask task) {

    /** Make one from a cron text; throws {@link IllegalArgumentException} when it is not one. */
    public static PeriodicTask of(String spec, NewTask task) {
        return new PeriodicTask(CronSpec.parse(spec), task);
    }

    /**
     * Return the entry's id: the same in every scheduler that is given an equal task, for that is how they find each
     * other. Tasks that must be told apart need different payloads or headers.
     */
    public String id() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            add(digest, UTF_8.encode(spec.text()));
            add(digest, UTF_8.encode(task.type()));
            add(digest, UTF_8.encode(task.queue()));
            add(digest, task.payload() == null ? ByteBuffer.allocate(0) : task.payload());
            OptionTexts.of(task).forEach(option -> add(digest, UTF_8.encode(option)));
            new TreeMap<>(task.headers()).forEach((name, value) -> {
                add(digest, UTF_8.encode(name));
                add(digest, UTF_8.encode(value));
            });
            return uuid(ByteBuffer.wrap(digest.digest()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Length first, or two tasks could run together into the same bytes. */
    private static void add(MessageDigest digest, ByteBuffer bytes) {
        digest.update(ByteBuffer.allocate(4).putInt(bytes.remaining()).flip());
        digest.update(bytes.duplicate());
    }

    /** RFC 9562, version 8: our own scheme. */
    private static String uuid(ByteBuffer hash) {
        long high = (hash.getLong() & ~0xF000L) | 0x8000L;
        long low = (hash.getLong() & ~(0b11L << 62)) | (0b10L << 62);
        return new UUID(high, low).toString();
    }
}
