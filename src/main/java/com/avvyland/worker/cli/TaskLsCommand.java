// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.cli;

import com.avvyland.worker.asynq.inspect.Inspector;
import com.avvyland.worker.asynq.inspect.Page;
import com.avvyland.worker.asynq.inspect.TaskInfo;
import com.avvyland.worker.asynq.inspect.TaskState;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists the tasks of a queue. */
@Command(
        name = "ls",
        description = "List the tasks of a queue, state by state, next or soonest first.",
        exitCodeList = {
            "0:done, also when there is none",
            "1:Redis does not answer",
            "2:the command line or the configuration is wrong",
            "3:no such queue"
        },
        footer = {
            "  avvy-worker task ls model_preview --state active",
            "  avvy-worker task ls model_preview --failed --code invalid_model --since 1h",
            "  avvy-worker task ls model_preview --error 'sha256' --page 2 --size 100",
            "  avvy-worker task ls model_preview --failed --json | jq -r '.tasks[].id'"
        })
final class TaskLsCommand extends ReadCommand {

    private static final int SHOWN = 100;

    private final Map<String, String> environment;

    @Parameters(paramLabel = "QUEUE", description = "Name of the queue.")
    private String queue = "";

    @Mixin
    private TaskFilter filter = new TaskFilter();

    @Option(names = "--page", paramLabel = "N", defaultValue = "1", description = "From 1 (default: ${DEFAULT-VALUE}).")
    private int page = 1;

    @Option(
            names = "--size",
            paramLabel = "N",
            defaultValue = "30",
            description = "Tasks on a page, 1 to 1000 (default: ${DEFAULT-VALUE}).")
    private int size = 30;

    TaskLsCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        try {
            var _ = new Page(page, size);
        } catch (IllegalArgumentException wrong) {
            throw misuse(String.valueOf(wrong.getMessage()));
        }
        try (RedisAccess redis = RedisAccess.open(environment)) {
            show(tasks(redis.inspector(queue)));
            return 0;
        }
    }

    private List<TaskInfo> tasks(Inspector inspector) {
        Set<TaskState> states = filter.states(EnumSet.allOf(TaskState.class));
        Instant now = Clock.systemUTC().instant();
        List<TaskInfo> found = new ArrayList<>();
        long[] before = {(page - 1L) * size};
        new TaskSearch(inspector, queue).each(states, task -> {
            if (filter.matches(task, now) && before[0]-- <= 0) {
                found.add(task);
            }
            return found.size() < size;
        });
        return found;
    }

    private void show(List<TaskInfo> tasks) {
        if (json()) {
            ObjectNode document = object().put("queue", queue).put("page", page).put("size", size);
            ArrayNode list = document.putArray("tasks");
            tasks.forEach(task -> list.add(TaskDocument.row(task)));
            print(document);
            return;
        }
        Table table = Table.of("id", "type", "state", "retried", "due", "error");
        for (TaskInfo task : tasks) {
            var message = task.message();
            if (message == null) {
                table.row(task.id(), "unreadable", task.state().word(), null, task.due(), null);
                continue;
            }
            table.row(
                    task.id(),
                    message.getType(),
                    task.state().word() + (task.orphaned() ? " (orphaned)" : ""),
                    "%d/%d".formatted(message.getRetried(), message.getRetry()),
                    task.due(),
                    cut(message.getErrorMsg()));
        }
        table.print(out());
    }

    private static @Nullable String cut(String error) {
        if (error.isEmpty()) {
            return null;
        }
        return error.length() <= SHOWN ? error : error.substring(0, SHOWN) + "...";
    }
}
