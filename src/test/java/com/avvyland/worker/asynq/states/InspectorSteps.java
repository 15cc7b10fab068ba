// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.states;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.avvyland.worker.asynq.inspect.Inspector;
import com.avvyland.worker.asynq.inspect.Page;
import com.avvyland.worker.asynq.inspect.QueueInfo;
import com.avvyland.worker.asynq.inspect.RunningTask;
import com.avvyland.worker.asynq.inspect.ServerState;
import com.avvyland.worker.asynq.inspect.TaskInfo;
import com.avvyland.worker.asynq.inspect.TaskState;
import com.avvyland.worker.asynq.proto.SchedulerEntry;
import com.avvyland.worker.asynq.proto.TaskMessage;
import com.avvyland.worker.asynq.proto.WorkerInfo;
import com.google.protobuf.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Asks our inspector and writes its answers the way the Go program writes those of asynq's. */
final class InspectorSteps {

    private static final String Q = "default";

    private final Inspector inspector;
    private String entry = "";

    InspectorSteps(Inspector inspector) {
        this.inspector = inspector;
    }

    /** Name the scheduler's entry that is asked for. */
    void entry(String id) {
        entry = id;
    }

    String step(String[] words) {
        String first = words.length > 1 ? words[1] : "";
        var moves = inspector.moves();
        return switch (words[0]) {
            case "pause" -> ok(() -> inspector.pause(Q));
            case "unpause" -> ok(() -> inspector.unpause(Q));
            case "cancel" -> ok(() -> moves.cancel(first));
            case "run" -> ok(() -> moves.run(Q, first));
            case "archive" -> ok(() -> moves.archive(Q, first));
            case "delete" -> ok(() -> moves.delete(Q, first));
            case "update" -> ok(() -> moves.updatePayload(Q, first, words[2].getBytes(UTF_8)));
            case "remove" -> ok(() -> inspector.remove(Q, words.length > 1));
            case "run-all" -> String.valueOf(moves.runAll(Q, state(first)));
            case "archive-all" -> String.valueOf(moves.archiveAll(Q, state(first)));
            case "delete-all" -> String.valueOf(moves.deleteAll(Q, state(first)));
            case "run-group" -> String.valueOf(moves.runGroup(Q, first));
            case "archive-group" -> String.valueOf(moves.archiveGroup(Q, first));
            case "delete-group" -> String.valueOf(moves.deleteGroup(Q, first));
            case "info" -> info(inspector.queue(Q));
            case "memory" -> String.valueOf(inspector.memoryUsage(Q));
            case "queues" -> String.join(" ", inspector.queues());
            case "groups" -> lines(inspector.groups(Q), group -> group.group() + " " + group.size(), true);
            case "history" ->
                lines(
                        inspector.history(Q, Integer.parseInt(first)),
                        day -> day.day() + " " + day.processed() + " " + day.failed(),
                        false);
            case "task" ->
                inspector.tasks().find(Q, first).map(InspectorSteps::task).orElse("error: asynq: task not found");
            case "list" -> lines(list(words), InspectorSteps::task, false);
            case "servers" -> lines(inspector.servers().servers(), InspectorSteps::server, true);
            case "running" -> lines(inspector.tasks().running(Q, Page.first()), InspectorSteps::running, false);
            case "entries" -> lines(inspector.servers().schedulerEntries(), InspectorSteps::entry, true);
            case "events" ->
                lines(
                        inspector.servers().enqueueEvents(entry, Page.first()),
                        event -> event.getTaskId() + " " + at(event.getEnqueueTime()),
                        false);
            default -> throw new IllegalArgumentException("step: " + words[0]);
        };
    }

    private static String ok(Runnable action) {
        action.run();
        return "ok";
    }

    private static TaskState state(String word) {
        return TaskState.valueOf(word.toUpperCase(java.util.Locale.ROOT));
    }

    private Collection<TaskInfo> list(String[] words) {
        Page page = words.length > 3 ? new Page(Integer.parseInt(words[2]), Integer.parseInt(words[3])) : Page.first();
        return words[1].startsWith("g:")
                ? inspector.tasks().group(Q, words[1].substring(2), page)
                : inspector.tasks().list(Q, state(words[1]), page);
    }

    private static String info(QueueInfo s) {
        return ("size=%d groups=%d pending=%d active=%d scheduled=%d retry=%d archived=%d completed=%d aggregating=%d"
                        + " processed=%d failed=%d total=%d/%d paused=%s waiting=%s")
                .formatted(
                        s.size(),
                        s.groups(),
                        s.pending(),
                        s.active(),
                        s.scheduled(),
                        s.retry(),
                        s.archived(),
                        s.completed(),
                        s.aggregating(),
                        s.processedToday(),
                        s.failedToday(),
                        s.processed(),
                        s.failed(),
                        s.paused(),
                        s.latency().isPositive());
    }

    private static String task(TaskInfo task) {
        TaskMessage message = Objects.requireNonNull(task.message());
        boolean due = task.state() == TaskState.PENDING
                || task.state() == TaskState.SCHEDULED
                || task.state() == TaskState.RETRY;
        return ("%s %s %s payload=\"%s\" headers=\"%s\" retry=%d/%d error=\"%s\" failed=%s timeout=%s deadline=%s"
                        + " group=\"%s\" next=%s orphaned=%s retention=%s completed=%s result=\"%s\"")
                .formatted(
                        message.getId(),
                        message.getType(),
                        task.state().word(),
                        message.getPayload().toStringUtf8(),
                        message.getHeadersOrDefault("traceparent", ""),
                        message.getRetried(),
                        message.getRetry(),
                        message.getErrorMsg(),
                        at(message.getLastFailedAt()),
                        duration(message.getTimeout()),
                        at(message.getDeadline()),
                        message.getGroupKey(),
                        due ? at(task.due()) : "never",
                        task.orphaned(),
                        duration(message.getRetention()),
                        at(message.getCompletedAt()),
                        new String(task.result(), UTF_8));
    }

    private static String running(RunningTask running) {
        WorkerInfo worker = running.worker();
        return running.task().id()
                + (worker == null ? " - -" : " " + at(worker.getStartTime()) + " " + at(worker.getDeadline()));
    }

    private static String server(ServerState server) {
        String workers = lines(
                server.workers(),
                worker -> "%s %s %s \"%s\" started=%s deadline=%s"
                        .formatted(
                                worker.getTaskId(),
                                worker.getTaskType(),
                                worker.getQueue(),
                                worker.getTaskPayload().toStringUtf8(),
                                at(worker.getStartTime()),
                                at(worker.getDeadline())),
                true);
        String queues = server.info().getQueuesMap().entrySet().stream()
                .map(queue -> queue.getKey() + ":" + queue.getValue())
                .sorted()
                .collect(Collectors.joining(" ", "map[", "]"));
        return "%s concurrency=%d queues=%s strict=%s started=%s [%s]"
                .formatted(
                        server.info().getStatus(),
                        server.info().getConcurrency(),
                        queues,
                        server.info().getStrictPriority(),
                        at(server.info().getStartTime()),
                        workers);
    }

    private static String entry(SchedulerEntry entry) {
        return "%s %s \"%s\" opts=%s next=%s prev=%s"
                .formatted(
                        entry.getSpec(),
                        entry.getTaskType(),
                        entry.getTaskPayload().toStringUtf8(),
                        // Go can't read back the id.
                        entry.getEnqueueOptionsList().stream()
                                .filter(option -> !option.startsWith("TaskID"))
                                .collect(Collectors.joining(" ", "[", "]")),
                        at(entry.getNextEnqueueTime()),
                        at(entry.getPrevEnqueueTime()));
    }

    private static <T> String lines(Collection<T> all, Function<T, String> text, boolean sorted) {
        var shown = all.stream().map(text);
        return (sorted ? shown.sorted() : shown).collect(Collectors.joining(" | "));
    }

    private static String at(Timestamp time) {
        return at(Instant.ofEpochSecond(time.getSeconds()));
    }

    private static String at(long second) {
        return second == 0 ? "never" : "@" + second;
    }

    private static String at(@Nullable Instant time) {
        return time == null || time.getEpochSecond() < 0 ? "never" : "@" + time.getEpochSecond();
    }

    /** As Go writes it. */
    private static String duration(long seconds) {
        Duration d = Duration.ofSeconds(seconds);
        return (d.toHours() > 0 ? d.toHours() + "h" : "")
                + (d.toMinutes() > 0 ? d.toMinutesPart() + "m" : "")
                + d.toSecondsPart()
                + "s";
    }
}
