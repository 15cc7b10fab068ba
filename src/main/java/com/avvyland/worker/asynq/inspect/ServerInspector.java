// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.inspect;

import com.avvyland.worker.asynq.broker.Keys;
import com.avvyland.worker.asynq.proto.SchedulerEnqueueEvent;
import com.avvyland.worker.asynq.proto.SchedulerEntry;
import com.avvyland.worker.asynq.proto.ServerInfo;
import com.avvyland.worker.asynq.proto.WorkerInfo;
import com.avvyland.worker.asynq.redis.Call;
import com.avvyland.worker.asynq.redis.Redis;
import com.avvyland.worker.asynq.redis.Reply;
import com.avvyland.worker.asynq.redis.Script;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lists who is alive. An entry that can't be read is left out, as asynq does. Safe for several threads. */
public final class ServerInspector {

    /** Servers or schedulers read at most, and tasks or entries of each. */
    private static final int MOST = 10_000;

    private static final Script REGISTRY = Script.named("registry");

    private final Redis redis;
    private final InstantSource clock;

    ServerInspector(Redis redis, InstantSource clock) {
        this.redis = redis;
        this.clock = clock;
    }

    /** List the servers alive, each with the tasks it said it runs, by host and start. */
    public List<ServerState> servers() {
        List<WorkerInfo> workers = workers();
        return read(Keys.SERVERS, "string", ServerInfo.parser()).stream()
                .sorted(Comparator.comparing(ServerInfo::getHost)
                        .thenComparing(server -> server.getStartTime().getSeconds())
                        .thenComparing(ServerInfo::getServerId))
                .map(server -> new ServerState(
                        server,
                        workers.stream()
                                .filter(worker -> worker.getServerId().equals(server.getServerId()))
                                .toList()))
                .toList();
    }

    /** List the tasks that any server alive said it runs. */
    List<WorkerInfo> workers() {
        return read(Keys.WORKERS, "hash", WorkerInfo.parser());
    }

    /** List the entries of all schedulers alive. */
    public List<SchedulerEntry> schedulerEntries() {
        return read(Keys.SCHEDULERS, "list", SchedulerEntry.parser());
    }

    /** List what a scheduler's entry has enqueued, newest first. */
    public List<SchedulerEnqueueEvent> enqueueEvents(String entryId, Page page) {
        return parsed(
                redis.call(Call.command("ZREVRANGE")
                                .key("asynq:scheduler_history:" + entryId)
                                .arg(page.start())
                                .arg(page.end())
                                .build())
                        .list(),
                SchedulerEnqueueEvent.parser());
    }

    private <M extends MessageLite> List<M> read(String registry, String type, Parser<M> parser) {
        long now = clock.instant().getEpochSecond();
        List<@Nullable Object> alive = redis.call(Call.command("ZRANGEBYSCORE")
                        .key(registry)
                        .arg(now)
                        .arg("+inf")
                        .arg("LIMIT")
                        .arg(0)
                        .arg(MOST)
                        .build())
                .list();
        // Entries of those that died stay until a reader removes them; this is the protocol.
        redis.call(Call.command("ZREMRANGEBYSCORE")
                .key(registry)
                .arg("-inf")
                .arg(now - 1)
                .build());
        List<Call> entries = new ArrayList<>();
        for (Object key : alive) {
            entries.add(Call.script(REGISTRY)
                    .key(Reply.text(key))
                    .arg(type)
                    .arg(MOST)
                    .build());
        }
        List<M> read = new ArrayList<>();
        for (Redis.Answer entry : redis.exchange(entries)) {
            read.addAll(parsed(entry.reply().list(), parser));
        }
        return read;
    }

    private static <M extends MessageLite> List<M> parsed(List<@Nullable Object> values, Parser<M> parser) {
        List<M> read = new ArrayList<>();
        for (Object value : values) {
            try {
                if (value != null) {
                    read.add(parser.parseFrom((byte[]) value));
                }
            } catch (InvalidProtocolBufferException _) {
                // asynq's own tools skip such an entry too.
            }
        }
        return read;
    }
}
