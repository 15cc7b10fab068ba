// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.broker;

import com.avvyland.worker.asynq.broker.WorkerBroker.Fate;
import com.avvyland.worker.asynq.proto.TaskMessage;
import com.avvyland.worker.asynq.redis.Call;
import com.avvyland.worker.asynq.redis.Reply;
import com.avvyland.worker.asynq.redis.Script;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Turns settlements into as few script calls as their kinds and queues allow. */
final class SettleCalls {

    /** asynq keeps a day's counter this long. */
    private static final Duration STATS = Duration.ofDays(90);

    /** asynq trims its archive to 10,000 less one, and to 90 days. */
    private static final int ARCHIVE_SIZE = 9_999;

    private static final Duration ARCHIVE_AGE = Duration.ofDays(90);

    private static final Script DONE = Script.named("done");
    private static final Script COMPLETE = Script.named("complete");
    private static final Script RETRY = Script.named("retry");
    private static final Script ARCHIVE = Script.named("archive");
    private static final Script REQUEUE = Script.named("requeue");

    private SettleCalls() {}

    private record Kind(String queue, Class<?> move) {}

    /**
     * Holds one call and the settlements it makes.
     *
     * @param members their positions in the list that was given
     */
    record Move(Call call, List<Integer> members) {

        /** Return what became of the members. */
        List<Fate> fates(Reply reply) {
            return reply.value() instanceof Long number
                    ? List.of(fate(number))
                    : reply.list().stream().map(Reply::number).map(Move::fate).toList();
        }

        private static Fate fate(long number) {
            return number == 1 ? Fate.HELD : number == 0 ? Fate.NOT_HELD : Fate.UNKNOWN;
        }
    }

    /** Return the calls that make these settlements: one for each queue and kind, where the kind can be batched. */
    static List<Move> of(List<? extends Settlement> settlements, Instant now) {
        List<Move> moves = new ArrayList<>();
        Map<Kind, List<Integer>> batches = new LinkedHashMap<>();
        for (int i = 0; i < settlements.size(); i++) {
            Settlement settlement = settlements.get(i);
            switch (settlement) {
                case Settlement.Retry retry -> moves.add(new Move(retry(retry, now, ""), List.of(i)));
                case Settlement.Archive archive -> moves.add(new Move(archive(archive, now, ""), List.of(i)));
                case Settlement.Done _, Settlement.Complete _, Settlement.Requeue _ ->
                    batches.computeIfAbsent(
                                    new Kind(settlement.task().getQueue(), settlement.getClass()),
                                    _ -> new ArrayList<>())
                            .add(i);
            }
        }
        batches.forEach((kind, members) -> {
            List<Settlement> batch =
                    members.stream().<Settlement>map(settlements::get).toList();
            moves.add(new Move(batch(kind.queue(), batch, now), members));
        });
        return moves;
    }

    /**
     * Return the call that settles a task for a worker that is gone.
     *
     * @param lease when the task's lease must still end, as Redis writes it
     */
    static Call abandoned(Settlement settlement, Instant now, String lease) {
        return switch (settlement) {
            case Settlement.Retry retry -> retry(retry, now, lease);
            case Settlement.Archive archive -> archive(archive, now, lease);
            case Settlement.Done _, Settlement.Complete _, Settlement.Requeue _ ->
                throw new IllegalArgumentException(
                        "settlement: " + settlement.getClass().getSimpleName()
                                + " (expected: a retry or an archive, as no worker ended the task)");
        };
    }

    private static Call batch(String queue, List<Settlement> batch, Instant now) {
        Keys keys = new Keys(queue);
        return switch (batch.getFirst()) {
            case Settlement.Requeue _ -> {
                Call.Builder call = Call.script(REQUEUE)
                        .key(keys.active())
                        .key(keys.lease())
                        .key(keys.pending())
                        .arg(keys.taskPrefix());
                batch.forEach(each -> call.arg(each.task().getId()));
                yield call.build();
            }
            case Settlement.Complete _ -> {
                Call.Builder call = counted(COMPLETE, keys, now).key(keys.completed());
                call.arg(keys.taskPrefix()).arg(statsEnd(now));
                for (Settlement each : batch) {
                    TaskMessage task = each.task();
                    byte[] result = ((Settlement.Complete) each).result();
                    call.arg(task.getId())
                            .arg(task.getUniqueKey())
                            .arg(Messages.completed(task, now).toByteArray())
                            .arg(now.getEpochSecond() + task.getRetention())
                            .arg(result == null ? new byte[0] : result);
                }
                yield call.build();
            }
            default -> {
                Call.Builder call =
                        counted(DONE, keys, now).arg(keys.taskPrefix()).arg(statsEnd(now));
                batch.forEach(
                        each -> call.arg(each.task().getId()).arg(each.task().getUniqueKey()));
                yield call.build();
            }
        };
    }

    private static Call retry(Settlement.Retry retry, Instant now, String lease) {
        Keys keys = new Keys(retry.task().getQueue());
        return failed(RETRY, keys, keys.retry(), retry.task(), now)
                .arg(Messages.failed(retry.task(), retry.error(), now, retry.counts())
                        .toByteArray())
                .arg(retry.at().getEpochSecond())
                .arg(retry.counts() ? 1 : 0)
                .arg(lease)
                .build();
    }

    private static Call archive(Settlement.Archive archive, Instant now, String lease) {
        Keys keys = new Keys(archive.task().getQueue());
        return failed(ARCHIVE, keys, keys.archived(), archive.task(), now)
                .arg(Messages.failed(archive.task(), archive.error(), now, false)
                        .toByteArray())
                .arg(now.getEpochSecond())
                .arg(keys.taskPrefix())
                .arg(now.minus(ARCHIVE_AGE).getEpochSecond())
                .arg(ARCHIVE_SIZE)
                .arg(lease)
                .build();
    }

    private static Call.Builder counted(Script script, Keys keys, Instant now) {
        return Call.script(script)
                .key(keys.active())
                .key(keys.lease())
                .key(keys.processed())
                .key(keys.processed(now));
    }

    private static Call.Builder failed(Script script, Keys keys, String target, TaskMessage task, Instant now) {
        return counted(script, keys, now)
                .key(keys.failed())
                .key(keys.failed(now))
                .key(target)
                .key(keys.task(task.getId()))
                .arg(task.getId())
                .arg(statsEnd(now))
                .arg(Long.MAX_VALUE);
    }

    private static long statsEnd(Instant now) {
        return now.plus(STATS).getEpochSecond();
    }
}
