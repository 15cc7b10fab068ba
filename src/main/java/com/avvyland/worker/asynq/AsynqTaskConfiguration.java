// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq;

import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;
import org.jspecify.annotations.Nullable;

/** Holds the options of new tasks that a producer enqueues; message headers win over them. Durations are milliseconds. */
@UriParams
public class AsynqTaskConfiguration {

    @UriParam(
            label = "producer",
            description = "Type of the tasks; the header CamelAsynqTaskType wins. One of both is needed")
    private @Nullable String taskType;

    @UriParam(label = "producer", defaultValue = "25", description = "Most retries of a task")
    private int maxRetry = NewTask.DEFAULT_MAX_RETRY;

    @UriParam(
            label = "producer",
            javaType = "java.time.Duration",
            description =
                    "Most time an attempt may take, whole seconds. 30 minutes when neither it nor a deadline is set")
    private long timeout;

    @UriParam(
            label = "producer",
            javaType = "java.time.Duration",
            description = "How long an equal task (queue, type, payload) is refused, at least a second. 0 for no lock")
    private long unique;

    @UriParam(
            label = "producer",
            javaType = "java.time.Duration",
            description = "How long until a task becomes pending")
    private long processIn;

    @UriParam(
            label = "producer",
            javaType = "java.time.Duration",
            description = "How long a task is kept after success, whole seconds")
    private long retention;

    @UriParam(label = "producer", description = "Group in which tasks are aggregated")
    private @Nullable String group;

    @UriParam(
            label = "producer",
            description =
                    "Whether the body is an Iterable whose items are enqueued together: payloads, NewTask, Message or"
                            + " Exchange. The header CamelAsynqBatchResult says what became of each")
    private boolean batch;

    public @Nullable String getTaskType() {
        return taskType;
    }

    public void setTaskType(@Nullable String taskType) {
        this.taskType = taskType;
    }

    public int getMaxRetry() {
        return maxRetry;
    }

    public void setMaxRetry(int maxRetry) {
        this.maxRetry = maxRetry;
    }

    public long getTimeout() {
        return timeout;
    }

    public void setTimeout(long timeout) {
        this.timeout = timeout;
    }

    public long getUnique() {
        return unique;
    }

    public void setUnique(long unique) {
        this.unique = unique;
    }

    public long getProcessIn() {
        return processIn;
    }

    public void setProcessIn(long processIn) {
        this.processIn = processIn;
    }

    public long getRetention() {
        return retention;
    }

    public void setRetention(long retention) {
        this.retention = retention;
    }

    public @Nullable String getGroup() {
        return group;
    }

    public void setGroup(@Nullable String group) {
        this.group = group;
    }

    public boolean isBatch() {
        return batch;
    }

    public void setBatch(boolean batch) {
        this.batch = batch;
    }
}
