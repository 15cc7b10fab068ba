// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.group;

import com.avvyland.worker.asynq.broker.Keys;
import com.avvyland.worker.asynq.broker.Messages;
import com.avvyland.worker.asynq.proto.TaskMessage;
import com.avvyland.worker.asynq.redis.Call;
import com.avvyland.worker.asynq.redis.Redis;
import com.avvyland.worker.asynq.redis.Reply;
import com.avvyland.worker.asynq.redis.Script;
import com.google.protobuf.InvalidProtocolBufferException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Moves tasks between groups and aggregation sets. Safe for several threads and several servers. */
public final class GroupBroker {

    private static final Logger LOG = LoggerFactory.getLogger(GroupBroker.class);

    /** asynq's time to aggregate a set. */
    static final Duration TIMEOUT = Duration.ofMinutes(2);

    /** Most tasks in a set without a size of its own, so that no script blocks Redis; asynq has no bound. */
    private static final int MOST = 5_000;

    /** Bytes of messages in a set: they are read in one reply and held in memory at once. */
    private static final int MOST_BYTES = 64 << 20;

    private static final int STALE = 100;

    private static final Script CHECK = Script.named("aggregation_check");
    private static final Script READ = Script.named("aggregation_read");
    private static final Script DELETE = Script.named("aggregation_delete");
    private static final Script RETURN = Script.named("aggregation_return");

    private final Redis redis;
    private final InstantSource clock;

    public GroupBroker(Redis redis, InstantSource clock) {
        this.redis = redis;
        this.clock = clock;
    }

    /** List the groups that have tasks. */
    public List<String> groups(String queue) {
        return redis.call(Call.command("SMEMBERS").key(new Keys(queue).groups()).build()).list().stream()
                .map(Reply::text)
                .toList();
    }

    /** Take the group's oldest tasks out as a set of our own when its limits say so, else return null. */
    public @Nullable GroupSet check(String queue, String group, GroupLimits limits) {
        Keys keys = new Keys(queue);
        Instant now = clock.instant();
        GroupSet set = new GroupSet(queue, group, keys.group(group) + ":" + UUID.randomUUID(), now.plus(TIMEOUT));
        long moved = redis.call(Call.script(CHECK)
                        .key(keys.group(group))
                        .key(set.key())
                        .key(keys.aggregationSets())
                        .key(keys.groups())
                        .arg(limits.maxSize())
                        .arg(limits.maxDelay().toSeconds())
                        .arg(limits.grace().toSeconds())
                        .arg(set.deadline().getEpochSecond())
                        .arg(now.getEpochSecond())
                        .arg(group)
                        .arg(keys.taskPrefix())
                        .arg(MOST)
                        .arg(MOST_BYTES)
                        .build())
                .number();
        return moved == 0 ? null : set;
    }

    /** Read the tasks of a set, oldest first; those that can't be read are left out. */
    public List<TaskMessage> read(GroupSet set) {
        List<@Nullable Object> reply = redis.call(Call.script(READ)
                        .key(set.key())
                        .arg(new Keys(set.queue()).taskPrefix())
                        .build())
                .list();
        List<TaskMessage> tasks = new ArrayList<>(reply.size() / 2);
        for (int i = 0; i < reply.size(); i += 2) {
            String id = Reply.text(reply.get(i));
            try {
                TaskMessage task = Messages.decode((byte[]) Objects.requireNonNull(reply.get(i + 1)));
                // The id that the set names is the one to delete, whatever the message claims.
                tasks.add(
                        task.getId().equals(id)
                                ? task
                                : task.toBuilder().setId(id).build());
            } catch (InvalidProtocolBufferException e) {
                LOG.warn("asynq task {}: unreadable in its group ({})", id, e.getMessage());
            }
        }
        return tasks;
    }

    /** Delete the set and the tasks read from it; return false when it was reclaimed meanwhile. */
    public boolean delete(GroupSet set, List<TaskMessage> tasks) {
        Keys keys = new Keys(set.queue());
        Call.Builder call = Call.script(DELETE)
                .key(set.key())
                .key(keys.aggregationSets())
                .key(keys.archived())
                .arg(keys.taskPrefix())
                .arg(clock.instant().getEpochSecond());
        for (TaskMessage task : tasks) {
            // Only a lock of this queue: any other key is not the task's to delete, and may be in another slot.
            String lock = task.getUniqueKey();
            call.arg(task.getId()).arg(lock.startsWith(keys.prefix() + "unique:") ? lock : "");
        }
        return redis.call(call.build()).number() == 1;
    }

    /** Put the tasks of a set back into their group; return false when it was reclaimed meanwhile. */
    public boolean giveBack(GroupSet set) {
        return giveBack(set.queue(), set.group(), set.key(), "+inf");
    }

    /** Put back what servers that died left in sets; return how many sets. */
    public int reclaim(String queue) {
        Keys keys = new Keys(queue);
        long now = clock.instant().getEpochSecond();
        int reclaimed = 0;
        for (@Nullable
        Object stale : redis.call(Call.command("ZRANGEBYSCORE")
                        .key(keys.aggregationSets())
                        .arg("-inf")
                        .arg(now)
                        .arg("LIMIT")
                        .arg(0)
                        .arg(STALE)
                        .build())
                .list()) {
            String key = Reply.text(stale);
            int colon = key.lastIndexOf(':');
            if (key.startsWith(keys.groupPrefix()) && colon > keys.groupPrefix().length()) {
                String group = key.substring(keys.groupPrefix().length(), colon);
                reclaimed += giveBack(queue, group, key, String.valueOf(now)) ? 1 : 0;
            } else {
                redis.call(Call.command("ZREM")
                        .key(keys.aggregationSets())
                        .arg(key)
                        .build());
            }
        }
        return reclaimed;
    }

    private boolean giveBack(String queue, String group, String key, String until) {
        Keys keys = new Keys(queue);
        return redis.call(Call.script(RETURN)
                                .key(key)
                                .key(keys.aggregationSets())
                                .key(keys.group(group))
                                .key(keys.groups())
                                .arg(group)
                                .arg(until)
                                .build())
                        .number()
                == 1;
    }
}
