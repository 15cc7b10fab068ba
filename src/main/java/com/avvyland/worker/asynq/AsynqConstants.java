// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq;

import org.apache.camel.spi.Metadata;

/** Names the message headers of the component. */
public final class AsynqConstants {

    @Metadata(label = "common", description = "Id of the task", javaType = "String")
    public static final String TASK_ID = "CamelAsynqTaskId";

    @Metadata(label = "common", description = "Type of the task", javaType = "String")
    public static final String TASK_TYPE = "CamelAsynqTaskType";

    @Metadata(label = "common", description = "Queue of the task", javaType = "String")
    public static final String QUEUE = "CamelAsynqQueue";

    @Metadata(label = "consumer", description = "Failures counted before this attempt", javaType = "Integer")
    public static final String RETRIED = "CamelAsynqRetried";

    @Metadata(label = "common", description = "Most retries of the task", javaType = "Integer")
    public static final String MAX_RETRY = "CamelAsynqMaxRetry";

    @Metadata(
            label = "common",
            description = "Consumer: when this attempt is stopped. Producer: when the task must have ended",
            javaType = "java.time.Instant")
    public static final String DEADLINE = "CamelAsynqDeadline";

    @Metadata(
            label = "consumer",
            description = "Set by the route: bytes kept as the task's result for its retention",
            javaType = "byte[]")
    public static final String RESULT = "CamelAsynqResult";

    @Metadata(
            label = "consumer",
            description =
                    "Set by the route, wins over how the exchange ends: archive (no further retry), revoke (delete the"
                            + " task, whatever its retention) or uncounted (retry without using up a retry)",
            javaType = "String",
            enums = "archive,revoke,uncounted")
    public static final String OUTCOME = "CamelAsynqOutcome";

    @Metadata(label = "producer", description = "Most time an attempt may take", javaType = "java.time.Duration")
    public static final String TIMEOUT = "CamelAsynqTimeout";

    @Metadata(
            label = "producer",
            description = "How long an equal task is refused (same queue, type and payload)",
            javaType = "java.time.Duration")
    public static final String UNIQUE = "CamelAsynqUnique";

    @Metadata(label = "producer", description = "When the task becomes pending", javaType = "java.time.Instant")
    public static final String PROCESS_AT = "CamelAsynqProcessAt";

    @Metadata(
            label = "producer",
            description = "How long until the task becomes pending",
            javaType = "java.time.Duration")
    public static final String PROCESS_IN = "CamelAsynqProcessIn";

    @Metadata(
            label = "producer",
            description = "How long the task is kept after success",
            javaType = "java.time.Duration")
    public static final String RETENTION = "CamelAsynqRetention";

    @Metadata(label = "producer", description = "Group in which the task is aggregated", javaType = "String")
    public static final String GROUP = "CamelAsynqGroup";

    @Metadata(
            label = "producer",
            description = "Set by the producer: state of the new task (pending, scheduled, aggregating)",
            javaType = "String")
    public static final String STATE = "CamelAsynqState";

    @Metadata(
            label = "producer",
            description = "Set by the producer with batch=true: an EnqueueResult for each item, in their order",
            javaType = "java.util.List<com.avvyland.worker.asynq.EnqueueResult>")
    public static final String BATCH_RESULT = "CamelAsynqBatchResult";

    private AsynqConstants() {}
}
