// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.broker;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** Builds the keys of one queue. The braces make one Redis Cluster slot of them all. */
public record Keys(String queue) {

    /** The set of all queue names, written by clients. */
    public static final String QUEUES = "asynq:queues";

    /** The servers alive, by the second their entry ends. */
    public static final String SERVERS = "asynq:servers";

    /** The keys of running tasks' hashes, by the second their entry ends. */
    public static final String WORKERS = "asynq:workers";

    /** The schedulers alive, by the second their entry ends. */
    public static final String SCHEDULERS = "asynq:schedulers";

    /** The channel on which an inspector asks for a task to be cancelled. */
    public static final String CANCEL = "asynq:cancel";

    public Keys {
        if (queue.isBlank()) {
            throw new IllegalArgumentException("queue: blank (expected: a name)");
        }
    }

    /** Return the prefix of every key of the queue. */
    public String prefix() {
        return "asynq:{" + queue + "}:";
    }

    public String pending() {
        return prefix() + "pending";
    }

    public String active() {
        return prefix() + "active";
    }

    public String lease() {
        return prefix() + "lease";
    }

    public String scheduled() {
        return prefix() + "scheduled";
    }

    public String retry() {
        return prefix() + "retry";
    }

    public String archived() {
        return prefix() + "archived";
    }

    public String completed() {
        return prefix() + "completed";
    }

    public String paused() {
        return prefix() + "paused";
    }

    public String taskPrefix() {
        return prefix() + "t:";
    }

    public String task(String id) {
        return taskPrefix() + id;
    }

    public String processed() {
        return prefix() + "processed";
    }

    public String failed() {
        return prefix() + "failed";
    }

    /** Return the counter of the UTC day. */
    public String processed(Instant now) {
        return prefix() + "processed:" + day(now);
    }

    /** Return the counter of the UTC day. */
    public String failed(Instant now) {
        return prefix() + "failed:" + day(now);
    }

    public String groups() {
        return prefix() + "groups";
    }

    public String groupPrefix() {
        return prefix() + "g:";
    }

    public String group(String name) {
        return groupPrefix() + name;
    }

    public String aggregationSets() {
        return prefix() + "aggregation_sets";
    }

    private static LocalDate day(Instant now) {
        return LocalDate.ofInstant(now, ZoneOffset.UTC);
    }
}
