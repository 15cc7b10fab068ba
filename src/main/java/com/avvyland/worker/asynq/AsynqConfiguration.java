// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq;

import com.avvyland.worker.asynq.server.FailurePolicy;
import com.avvyland.worker.asynq.server.RetryDelay;
import java.util.function.Predicate;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;
import org.apache.camel.spi.UriPath;
import org.jspecify.annotations.Nullable;

/** Holds the options of an endpoint; the component's own copy gives the defaults. Durations are milliseconds. */
@UriParams
public class AsynqConfiguration extends AsynqGroupConfiguration implements Cloneable {

    @UriPath
    @Metadata(
            required = true,
            description =
                    "The queue, or several with their priorities as in critical=6,default=3. A producer takes one")
    private String queues = "default";

    @UriParam(
            label = "common",
            defaultValue = "redis://localhost:6379",
            // No question mark: Camel's generator drops it.
            description =
                    "Where Redis is: redis://, rediss://, redis-sentinel://host,host with master=name as query, or"
                            + " redis-cluster://host,host. The database is the path. Keep the password out of it")
    private String redisUri = "redis://localhost:6379";

    @UriParam(label = "security", secret = true, description = "User name for Redis (ACL)")
    private @Nullable String username;

    @UriParam(label = "security", secret = true, description = "Password for Redis")
    private @Nullable String password;

    @UriParam(
            label = "common",
            defaultValue = AsynqHeaderFilterStrategy.DEFAULT_HEADERS,
            description = "Names of task headers that become message headers and back, separated by commas; a name may"
                    + " end in an asterisk. All others are dropped")
    private String allowedHeaders = AsynqHeaderFilterStrategy.DEFAULT_HEADERS;

    @UriParam(label = "consumer", description = "Most tasks running at once. The default is the number of processors")
    private int concurrency = Runtime.getRuntime().availableProcessors();

    @UriParam(
            label = "consumer",
            description =
                    "Whether a queue is left alone while one of higher priority has tasks. Otherwise priorities are"
                            + " shares")
    private boolean strictPriority;

    @UriParam(
            label = "consumer",
            defaultValue = "true",
            description = "Whether Redis wakes the idle consumer when a task arrives (Redis 6.2 or later). Otherwise it"
                    + " polls")
    private boolean push = true;

    @UriParam(
            label = "consumer",
            javaType = "java.time.Duration",
            defaultValue = "1s",
            description = "Time between looks at empty queues where Redis can't wake the consumer")
    private long pollInterval = 1_000;

    @UriParam(
            label = "consumer,advanced",
            javaType = "java.time.Duration",
            defaultValue = "5s",
            description = "Time between looks for scheduled and retried tasks that are due")
    private long forwardInterval = 5_000;

    @UriParam(
            label = "consumer,advanced",
            javaType = "java.time.Duration",
            defaultValue = "5s",
            description = "Time between the signs of life that asynq's tools show. At least a second")
    private long heartbeatInterval = 5_000;

    @UriParam(
            label = "consumer,advanced",
            javaType = "java.time.Duration",
            defaultValue = "2s",
            description = "Time between looks for tasks whose worker died")
    private long recoverInterval = 2_000;

    @UriParam(
            label = "consumer,advanced",
            javaType = "java.time.Duration",
            defaultValue = "1s",
            description =
                    "How long a lease must be over by Redis' clock before its task is recovered, in whole seconds")
    private long recoverGrace = 1_000;

    @UriParam(
            label = "consumer,advanced",
            defaultValue = "3",
            description =
                    "How many crashes archive a task. One whose worker died runs again at once, without using up a"
                            + " retry. 0 for asynq's way, where a crash is a failed attempt")
    private int crashLimit = FailurePolicy.CRASHES;

    @UriParam(
            label = "consumer,advanced",
            javaType = "java.time.Duration",
            defaultValue = "8s",
            description = "Time between deletions of completed tasks whose retention is over")
    private long janitorInterval = 8_000;

    @UriParam(
            label = "consumer,advanced",
            javaType = "java.time.Duration",
            defaultValue = "30s",
            description = "How long a task stays ours without an extension. At least 2 seconds")
    private long lease = 30_000;

    @UriParam(
            label = "consumer,advanced",
            javaType = "java.time.Duration",
            defaultValue = "2s",
            description =
                    "How long a route that was told to stop (deadline, cancel) may still decide how its task ends")
    private long stopGrace = 2_000;

    @UriParam(
            label = "consumer,advanced",
            description = "Chooses how long a failed task waits for its retry. The default is asynq's: it grows"
                    + " with the fourth power of the retries so far")
    private @Nullable RetryDelay retryDelay;

    @UriParam(
            label = "consumer,advanced",
            description =
                    "Tells which exceptions count as a failed attempt (bean). One that does not is retried without"
                            + " using up a retry")
    private @Nullable Predicate<Throwable> isFailure;

    @UriParam(
            label = "consumer,advanced",
            description = "Whether the body's buffer gives access to the array behind it, so that a decoder reads it in"
                    + " place. The route must not write to it, and must heed the buffer's array offset")
    private boolean arrayBody;

    @UriParam(
            label = "consumer,advanced",
            description = "Finds traceparent and tracestate in the payload of a task whose own headers have no valid"
                    + " traceparent (bean)")
    private @Nullable PayloadHeaders traceContext;

    @UriParam(
            label = "consumer",
            description = "Types that the route handles, or beginnings of them, separated by commas. A task of another"
                    + " type fails before the route with: handler not found. All types by default")
    private @Nullable String taskTypes;

    /** Copy the options. */
    public AsynqConfiguration copy() {
        try {
            return (AsynqConfiguration) clone();
        } catch (CloneNotSupportedException e) {
            throw new RuntimeCamelException(e);
        }
    }

    public String getQueues() {
        return queues;
    }

    public void setQueues(String queues) {
        this.queues = queues;
    }

    public String getRedisUri() {
        return redisUri;
    }

    public void setRedisUri(String redisUri) {
        this.redisUri = redisUri;
    }

    public @Nullable String getUsername() {
        return username;
    }

    public void setUsername(@Nullable String username) {
        this.username = username;
    }

    public @Nullable String getPassword() {
        return password;
    }

    public void setPassword(@Nullable String password) {
        this.password = password;
    }

    public String getAllowedHeaders() {
        return allowedHeaders;
    }

    public void setAllowedHeaders(String allowedHeaders) {
        this.allowedHeaders = allowedHeaders;
    }

    public int getConcurrency() {
        return concurrency;
    }

    public void setConcurrency(int concurrency) {
        this.concurrency = concurrency;
    }

    public boolean isStrictPriority() {
        return strictPriority;
    }

    public void setStrictPriority(boolean strictPriority) {
        this.strictPriority = strictPriority;
    }

    public boolean isPush() {
        return push;
    }

    public void setPush(boolean push) {
        this.push = push;
    }

    public long getPollInterval() {
        return pollInterval;
    }

    public void setPollInterval(long pollInterval) {
        this.pollInterval = pollInterval;
    }

    public long getForwardInterval() {
        return forwardInterval;
    }

    public void setForwardInterval(long forwardInterval) {
        this.forwardInterval = forwardInterval;
    }

    public long getHeartbeatInterval() {
        return heartbeatInterval;
    }

    public void setHeartbeatInterval(long heartbeatInterval) {
        this.heartbeatInterval = heartbeatInterval;
    }

    public long getRecoverInterval() {
        return recoverInterval;
    }

    public void setRecoverInterval(long recoverInterval) {
        this.recoverInterval = recoverInterval;
    }

    public long getRecoverGrace() {
        return recoverGrace;
    }

    public void setRecoverGrace(long recoverGrace) {
        this.recoverGrace = recoverGrace;
    }

    public int getCrashLimit() {
        return crashLimit;
    }

    public void setCrashLimit(int crashLimit) {
        this.crashLimit = crashLimit;
    }

    public long getJanitorInterval() {
        return janitorInterval;
    }

    public void setJanitorInterval(long janitorInterval) {
        this.janitorInterval = janitorInterval;
    }

    public long getLease() {
        return lease;
    }

    public void setLease(long lease) {
        this.lease = lease;
    }

    public long getStopGrace() {
        return stopGrace;
    }

    public void setStopGrace(long stopGrace) {
        this.stopGrace = stopGrace;
    }

    public @Nullable RetryDelay getRetryDelay() {
        return retryDelay;
    }

    public void setRetryDelay(@Nullable RetryDelay retryDelay) {
        this.retryDelay = retryDelay;
    }

    public @Nullable Predicate<Throwable> getIsFailure() {
        return isFailure;
    }

    public void setIsFailure(@Nullable Predicate<Throwable> isFailure) {
        this.isFailure = isFailure;
    }

    public boolean isArrayBody() {
        return arrayBody;
    }

    public void setArrayBody(boolean arrayBody) {
        this.arrayBody = arrayBody;
    }

    public @Nullable PayloadHeaders getTraceContext() {
        return traceContext;
    }

    public void setTraceContext(@Nullable PayloadHeaders traceContext) {
        this.traceContext = traceContext;
    }

    public @Nullable String getTaskTypes() {
        return taskTypes;
    }

    public void setTaskTypes(@Nullable String taskTypes) {
        this.taskTypes = taskTypes;
    }
}
