// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.server;

import com.avvyland.worker.asynq.broker.RegistryBroker;
import com.avvyland.worker.asynq.proto.ServerInfo;
import com.avvyland.worker.asynq.proto.TaskMessage;
import com.avvyland.worker.asynq.proto.WorkerInfo;
import com.google.protobuf.Timestamp;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Keeps the server and the tasks it runs visible to asynq's tools. */
final class Registration {

    /** Payload bytes shown per running task: the field is rewritten every beat, and 64 MB of it would block Redis. */
    private static final int PAYLOAD_SHOWN = 4 << 10;

    private final RegistryBroker registry;
    private final InFlight inFlight;
    private final Duration life;
    private final ServerInfo identity;
    private volatile String status = "active";
    private volatile @Nullable String trouble;

    Registration(RegistryBroker registry, InFlight inFlight, ServerOptions options, Instant start) {
        this.registry = registry;
        this.inFlight = inFlight;
        this.life = options.intervals().heartbeat().multipliedBy(2);
        this.identity = ServerInfo.newBuilder()
                .setHost(host())
                .setPid((int) ProcessHandle.current().pid())
                .setServerId(UUID.randomUUID().toString())
                .setConcurrency(options.concurrency())
                .putAllQueues(options.queues())
                .setStrictPriority(options.strict())
                .setStartTime(timestamp(start))
                .build();
    }

    /** Show a status from the next beat on: active, stopped or closed. */
    void status(String newStatus) {
        status = newStatus;
    }

    void beat() {
        List<WorkerInfo> workers = inFlight.all().stream()
                .filter(delivery -> !delivery.isFinished())
                .map(this::worker)
                .toList();
        ServerInfo server = identity.toBuilder()
                .setStatus(status)
                .setActiveWorkerCount(workers.size())
                .build();
        try {
            registry.beat(server, workers, life);
            trouble = null;
        } catch (RuntimeException e) {
            trouble = e.getMessage();
            throw e;
        }
    }

    /** Return why the last beat failed, null when it did not. */
    @Nullable
    String trouble() {
        return trouble;
    }

    void clear() {
        registry.clear(identity);
    }

    private WorkerInfo worker(Delivery delivery) {
        TaskMessage task = delivery.task();
        WorkerInfo.Builder worker = WorkerInfo.newBuilder()
                .setHost(identity.getHost())
                .setPid(identity.getPid())
                .setServerId(identity.getServerId())
                .setTaskId(task.getId())
                .setTaskType(task.getType())
                .setQueue(task.getQueue())
                .setStartTime(timestamp(delivery.start()))
                .setDeadline(timestamp(delivery.deadline()));
        if (task.getPayload().size() <= PAYLOAD_SHOWN) {
            worker.setTaskPayload(task.getPayload());
        }
        return worker.build();
    }

    private static Timestamp timestamp(Instant instant) {
        return Timestamp.newBuilder()
                .setSeconds(instant.getEpochSecond())
                .setNanos(instant.getNano())
                .build();
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException _) {
            return "unknown-host";
        }
    }
}
