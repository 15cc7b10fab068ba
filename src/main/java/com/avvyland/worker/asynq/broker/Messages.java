// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.broker;

import com.avvyland.worker.asynq.proto.TaskMessage;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnsafeByteOperations;
import java.io.IOException;
import java.time.Instant;

/** Turns stored bytes into task messages and back; unknown fields survive both ways. */
public final class Messages {

    private Messages() {}

    /** Decode a message whose payload shares the given array instead of copying it. */
    public static TaskMessage decode(byte[] bytes) throws InvalidProtocolBufferException {
        CodedInputStream in = UnsafeByteOperations.unsafeWrap(bytes).newCodedInput();
        in.enableAliasing(true);
        try {
            TaskMessage message = TaskMessage.parseFrom(in);
            in.checkLastTagWas(0);
            return message;
        } catch (InvalidProtocolBufferException e) {
            throw e;
        } catch (IOException e) {
            throw new InvalidProtocolBufferException(e);
        }
    }

    /** Return the message after a failure; the attempt is counted only when it is to count as one. */
    public static TaskMessage failed(TaskMessage task, String error, Instant now, boolean counts) {
        return task.toBuilder()
                .setErrorMsg(ErrorText.of(error))
                .setLastFailedAt(now.getEpochSecond())
                .setRetried(task.getRetried() + (counts ? 1 : 0))
                .build();
    }

    /** Return the message after success. */
    public static TaskMessage completed(TaskMessage task, Instant now) {
        return task.toBuilder().setCompletedAt(now.getEpochSecond()).build();
    }
}
