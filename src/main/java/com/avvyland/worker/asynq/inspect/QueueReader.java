// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.inspect;

import com.avvyland.worker.asynq.broker.Keys;
import com.avvyland.worker.asynq.redis.Call;
import com.avvyland.worker.asynq.redis.Redis;
import com.avvyland.worker.asynq.redis.Reply;
import com.avvyland.worker.asynq.redis.Script;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Counts queues. */
final class QueueReader {

    /** asynq's sample sizes. */
    private static final int TASK_SAMPLE = 20;

    private static final int GROUP_SAMPLE = 5;

    /** asynq deletes a day's counters after this many days. */
    private static final int MOST_DAYS = 90;

    private static final Script STATS = Script.named("stats");
    private static final Script MEMORY = Script.named("memory");

    private final Redis redis;
    private final InstantSource clock;

    QueueReader(Redis redis, InstantSource clock) {
        this.redis = redis;
        this.clock = clock;
    }

    QueueInfo info(Keys keys) {
        Instant now = clock.instant();
        List<@Nullable Object> reply = redis.call(Call.script(STATS)
                        .key(keys.pending())
                        .key(keys.active())
                        .key(keys.scheduled())
                        .key(keys.retry())
                        .key(keys.archived())
                        .key(keys.completed())
                        .key(keys.processed(now))
                        .key(keys.failed(now))
                        .key(keys.processed())
                        .key(keys.failed())
                        .key(keys.paused())
                        .key(keys.groups())
                        .arg(keys.taskPrefix())
                        .arg(keys.groupPrefix())
                        .build())
                .list();
        long[] n = reply.stream().mapToLong(QueueReader::count).toArray();
        Duration latency = n[13] <= 0 ? Duration.ZERO : Duration.between(Instant.ofEpochSecond(0, n[13]), now);
        return new QueueInfo(
                keys.queue(),
                n[0],
                n[1],
                n[2],
                n[3],
                n[4],
                n[5],
                n[6],
                n[7],
                n[8],
                n[9],
                n[10],
                n[11],
                n[12] == 1,
                latency.isNegative() ? Duration.ZERO : latency);
    }

    long memoryUsage(Keys keys) {
        return redis.call(Call.script(MEMORY)
                        .key(keys.active())
                        .key(keys.pending())
                        .key(keys.scheduled())
                        .key(keys.retry())
                        .key(keys.archived())
                        .key(keys.completed())
                        .key(keys.groups())
                        .arg(keys.taskPrefix())
                        .arg(keys.groupPrefix())
                        .arg(TASK_SAMPLE)
                        .arg(GROUP_SAMPLE)
                        .build())
                .number();
    }

    List<GroupInfo> groups(Keys keys) {
        List<String> names = redis
                .call(Call.command("SMEMBERS").key(keys.groups()).build())
                .list()
                .stream()
                .map(Reply::text)
                .sorted()
                .toList();
        List<Redis.Answer> sizes = redis.exchange(names.stream()
                .map(name -> Call.command("ZCARD").key(keys.group(name)).build())
                .toList());
        List<GroupInfo> groups = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            groups.add(new GroupInfo(names.get(i), sizes.get(i).reply().number()));
        }
        return groups;
    }

    List<DayStats> history(Keys keys, int days) {
        if (days < 1 || days > MOST_DAYS) {
            throw new IllegalArgumentException("days: " + days + " (expected: 1 to " + MOST_DAYS + ")");
        }
        Instant now = clock.instant();
        Call.Builder get = Call.command("MGET");
        for (int i = 0; i < days; i++) {
            Instant day = now.minus(Duration.ofDays(i));
            get.key(keys.processed(day)).key(keys.failed(day));
        }
        List<@Nullable Object> counts = redis.call(get.build()).list();
        List<DayStats> history = new ArrayList<>();
        for (int i = 0; i < days; i++) {
            LocalDate day = LocalDate.ofInstant(now.minus(Duration.ofDays(i)), ZoneOffset.UTC);
            history.add(new DayStats(day, count(counts.get(2 * i)), count(counts.get(2 * i + 1))));
        }
        return history;
    }

    /** What is no number counts as none: a counter that someone broke must not hide the others. */
    private static long count(@Nullable Object reply) {
        try {
            return reply == null ? 0 : Reply.number(reply);
        } catch (NumberFormatException _) {
            return 0;
        }
    }
}
