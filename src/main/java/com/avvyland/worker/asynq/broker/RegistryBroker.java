// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.broker;

import com.avvyland.worker.asynq.proto.ServerInfo;
import com.avvyland.worker.asynq.proto.WorkerInfo;
import com.avvyland.worker.asynq.redis.Call;
import com.avvyland.worker.asynq.redis.Redis;
import com.avvyland.worker.asynq.redis.Script;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/** Writes and clears the entry that makes a server and its running tasks visible to asynq's tools. */
public final class RegistryBroker {

    private static final Script BEAT = Script.named("beat");

    private final Redis redis;
    private final InstantSource clock;

    public RegistryBroker(Redis redis, InstantSource clock) {
        this.redis = redis;
        this.clock = clock;
    }

    /**
     * Write the entry.
     *
     * @param life how long it stays without another beat, whole seconds
     */
    public void beat(ServerInfo server, List<WorkerInfo> workers, Duration life) {
        long end = clock.instant().plus(life).getEpochSecond();
        String serverKey = key("servers", server);
        String workersKey = key("workers", server);
        Call.Builder beat = Call.script(BEAT)
                .key(serverKey)
                .key(workersKey)
                .arg(Math.max(1, life.toSeconds()))
                .arg(server.toByteArray());
        for (WorkerInfo worker : workers) {
            beat.arg(worker.getTaskId()).arg(worker.toByteArray());
        }
        write(add(Keys.SERVERS, end, serverKey), add(Keys.WORKERS, end, workersKey), beat.build());
    }

    /** Remove the entry, as a server does that ends. */
    public void clear(ServerInfo server) {
        String serverKey = key("servers", server);
        String workersKey = key("workers", server);
        write(
                remove(Keys.SERVERS, serverKey),
                remove(Keys.WORKERS, workersKey),
                Call.command("DEL").key(serverKey).key(workersKey).build());
    }

    /** The keys are in several hash slots, so these are several calls; none is kept from running by another's failure. */
    private void write(Call... calls) {
        redis.exchange(List.of(calls)).forEach(Redis.Answer::reply);
    }

    private static String key(String kind, ServerInfo server) {
        return "asynq:" + kind + ":{" + server.getHost() + ":" + server.getPid() + ":" + server.getServerId() + "}";
    }

    private static Call add(String set, long score, String member) {
        return Call.command("ZADD").key(set).arg(score).arg(member).build();
    }

    private static Call remove(String set, String member) {
        return Call.command("ZREM").key(set).arg(member).build();
    }
}
