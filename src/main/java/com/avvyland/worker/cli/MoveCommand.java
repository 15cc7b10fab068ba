// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.cli;

import com.avvyland.worker.asynq.inspect.InspectException;
import com.avvyland.worker.asynq.inspect.Inspector;
import com.avvyland.worker.asynq.inspect.TaskState;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Does one thing to one task, or to all that a filter finds: those are counted first, and the person is asked. */
abstract class MoveCommand extends ReadCommand {

    private final Map<String, String> environment;
    private final Confirmation confirmation;
    private final String verb;
    private final Set<TaskState> states;

    @Parameters(index = "0", paramLabel = "QUEUE", description = "Name of the queue.")
    private String queue = "";

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "ID",
            description = "Id of the task; else a filter is needed.")
    private @Nullable String id;

    @Mixin
    private TaskFilter filter = new TaskFilter();

    @Option(
            names = {"-y", "--yes"},
            description = "Do not ask.")
    private boolean yes;

    @Option(names = "--dry-run", description = "Count only.")
    private boolean dryRun;

    /**
     * Begin a command.
     *
     * @param states in which the thing can be done to a task
     */
    MoveCommand(Map<String, String> environment, Confirmation confirmation, String verb, Set<TaskState> states) {
        this.environment = environment;
        this.confirmation = confirmation;
        this.verb = verb;
        this.states = states;
    }

    /** Do it to one task; throws {@link InspectException} when it can't be done any more. */
    abstract void move(Inspector inspector, String queueName, String taskId);

    @Override
    public final Integer call() {
        if (id == null == filter.isEmpty()) {
            throw misuse("task %s: %s (expected: an ID, or a filter such as --state)"
                    .formatted(verb, id == null ? "neither" : "both"));
        }
        filter.misplaced(states).ifPresent(state -> {
            throw misuse("--state: %s (expected: %s)"
                    .formatted(
                            state.word(),
                            String.join(
                                    ", ", states.stream().map(TaskState::word).toList())));
        });
        try (RedisAccess redis = RedisAccess.open(environment)) {
            Inspector inspector = redis.inspector(queue);
            return id == null ? all(inspector) : one(redis, inspector, id);
        }
    }

    private int one(RedisAccess redis, Inspector inspector, String taskId) {
        TaskState state = TaskInspectCommand.find(redis, queue, taskId).state();
        if (dryRun) {
            report(new LinkedHashSet<>(Set.of(taskId)), 0, Map.of());
            return 0;
        }
        if (!states.contains(state)) {
            throw new CommandFailure("task: %s is %s (expected: %s)"
                    .formatted(
                            Plain.line(taskId),
                            state.word(),
                            String.join(
                                    ", ", states.stream().map(TaskState::word).toList())));
        }
        move(inspector, queue, taskId);
        report(new LinkedHashSet<>(Set.of(taskId)), 1, Map.of());
        return 0;
    }

    private int all(Inspector inspector) {
        Set<String> ids = found(inspector);
        if (dryRun || ids.isEmpty()) {
            report(ids, 0, Map.of());
            return 0;
        }
        String question = "%s %d %s of queue %s?"
                .formatted(verb, ids.size(), ids.size() == 1 ? "task" : "tasks", Plain.line(queue));
        if (!yes) {
            if (!confirmation.terminal()) {
                throw misuse(question + " nobody to ask (expected: a terminal, or --yes)");
            }
            if (!confirmation.agrees(question, err())) {
                throw new CommandFailure("nothing was done");
            }
        }
        Map<String, String> skipped = new TreeMap<>();
        for (String each : ids) {
            try {
                move(inspector, queue, each);
            } catch (InspectException | CommandFailure moved) {
                skipped.put(each, String.valueOf(moved.getMessage()));
            }
        }
        report(ids, ids.size() - skipped.size(), skipped);
        return 0;
    }

    private Set<String> found(Inspector inspector) {
        Instant now = Clock.systemUTC().instant();
        Set<String> ids = new LinkedHashSet<>();
        new TaskSearch(inspector, queue).each(filter.states(states), task -> {
            if (filter.matches(task, now)) {
                ids.add(task.id());
            }
            return true;
        });
        return ids;
    }

    private void report(Set<String> ids, int done, Map<String, String> skipped) {
        if (json()) {
            ObjectNode document = object().put("action", verb)
                    .put("queue", queue)
                    .put("matched", ids.size())
                    .put("done", done);
            ArrayNode list = document.putArray("skipped");
            skipped.forEach((each, why) -> list.addObject().put("id", each).put("reason", why));
            print(document);
            return;
        }
        out().println("%s: %d of %d %s"
                .formatted(verb, done, ids.size(), ids.size() == 1 ? "task" : "tasks")
                .concat(dryRun ? " (dry run)" : ""));
        skipped.forEach((each, why) -> out().println("skipped %s: %s".formatted(Plain.line(each), Plain.line(why))));
    }
}
