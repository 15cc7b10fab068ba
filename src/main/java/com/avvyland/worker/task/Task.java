// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.task;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Describes one unit of work as its producer wrote it; a family is one record. */
public sealed interface Task extends Unfinished
        permits ModelPreviewTask, ObjectPipelineTask, ProjectionStepTask, ProjectionModelTask {

    /** Return the family. */
    TaskType type();

    /** Return the producer's stable content hash, opaque to the worker. */
    String modelHash();

    /** Return where the callback goes; checked for shape here, for safety by {@code egress}. */
    String callbackUrl();

    /** Return the W3C {@code traceparent} of the payload; absent when the producer sent none. */
    @Nullable
    String traceparent();

    /** Return the W3C {@code tracestate} of the payload; absent when the producer sent none. */
    @Nullable
    String tracestate();

    /** Return the provider order this task asks for; empty means the configured order. */
    List<String> priorityProviders();

    @Override
    default Callback failed(String taskId, String error, FailureCode code) {
        return new FailedCallback(modelHash(), taskId, "failed", error, code.wireName(), null, null);
    }
}
