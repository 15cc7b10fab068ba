// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.server;

import com.avvyland.worker.asynq.broker.Messages;
import com.avvyland.worker.asynq.proto.TaskMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnsafeByteOperations;

/** Reads a stored message, whatever it is: bytes that are no task message become the payload of one without a type. */
final class Decoded {

    static final String UNREADABLE = "message: not a task message (expected: protobuf asynq.TaskMessage)";

    private Decoded() {}

    /** Read a message; the queue and id it was found under win over what it says. */
    static TaskMessage of(String queue, String id, byte[] message) {
        TaskMessage task;
        try {
            task = Messages.decode(message);
        } catch (InvalidProtocolBufferException _) {
            task = TaskMessage.newBuilder()
                    .setPayload(UnsafeByteOperations.unsafeWrap(message))
                    .build();
        }
        return task.getQueue().equals(queue) && task.getId().equals(id)
                ? task
                : task.toBuilder().setQueue(queue).setId(id).build();
    }

    /** Tell whether a message could not be read: clients refuse a task without a type. */
    static boolean isUnreadable(TaskMessage task) {
        return task.getType().isEmpty();
    }
}
