// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.testing;

import com.avvyland.worker.asynq.broker.Keys;
import com.avvyland.worker.asynq.proto.TaskMessage;
import com.avvyland.worker.asynq.redis.Call;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads what Redis holds of the tasks of a queue, without an inspector. */
public record TestingTasks(TestingStore store, String queue) {

    /** Return the state's word, null for a task that is not there. */
    public @Nullable String state(String id) {
        return store.oracle().text("HGET", new Keys(queue).task(id), "state");
    }

    /** Return the message of a task that is there. */
    public TaskMessage message(String id) {
        byte[] message = store.redis()
                .call(Call.command("HGET")
                        .key(new Keys(queue).task(id))
                        .arg("msg")
                        .build())
                .bytes();
        try {
            return TaskMessage.parseFrom(Objects.requireNonNull(message, id));
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException(id, e);
        }
    }

    /** Return how many tasks are pending. */
    public long pending() {
        return store.oracle().number("LLEN", new Keys(queue).pending());
    }
}
