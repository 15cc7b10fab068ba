// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.inspect;

import com.avvyland.worker.asynq.broker.Keys;
import com.avvyland.worker.asynq.broker.Messages;
import com.avvyland.worker.asynq.inspect.InspectException.Reason;
import com.avvyland.worker.asynq.redis.Call;
import com.avvyland.worker.asynq.redis.Redis;
import com.avvyland.worker.asynq.redis.Script;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnsafeByteOperations;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Exchanges the payload of a scheduled task: reads the message, changes it, writes it if it is still the same. */
final class PayloadUpdate {

    /** Only other inspectors change a scheduled task's message: it can't be the same one forty times. */
    private static final int TRIES = 40;

    private static final Script UPDATE = Script.named("update_payload");

    private final Redis redis;

    PayloadUpdate(Redis redis) {
        this.redis = redis;
    }

    void update(Keys keys, String id, byte[] payload) {
        for (int i = 0; i < TRIES; i++) {
            byte[] message = redis.call(
                            Call.command("HGET").key(keys.task(id)).arg("msg").build())
                    .bytes();
            if (message == null) {
                throw InspectException.noTask();
            }
            long outcome = redis.call(Call.script(UPDATE)
                            .key(keys.task(id))
                            .arg(sha1(message))
                            .arg(changed(message, payload))
                            .build())
                    .number();
            switch ((int) outcome) {
                case 1 -> {
                    return;
                }
                case 0 -> throw InspectException.noTask();
                case -1 ->
                    throw new InspectException(
                            Reason.TASK_ELSEWHERE, "asynq: cannot update task that is not in scheduled state.");
                default -> {
                    // Someone else changed it in between.
                }
            }
        }
        throw new InspectException(
                Reason.TASK_ELSEWHERE, "asynq: task: " + id + " (expected: not to change all the time)");
    }

    private static byte[] changed(byte[] message, byte[] payload) {
        try {
            return Messages.decode(message).toBuilder()
                    .setPayload(UnsafeByteOperations.unsafeWrap(payload))
                    .build()
                    .toByteArray();
        } catch (InvalidProtocolBufferException _) {
            throw new InspectException(Reason.TASK_UNREADABLE, "asynq: could not decode task message");
        }
    }

    private static String sha1(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
