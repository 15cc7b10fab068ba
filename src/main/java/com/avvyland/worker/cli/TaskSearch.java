// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.cli;

import com.avvyland.worker.asynq.inspect.GroupInfo;
import com.avvyland.worker.asynq.inspect.InspectException;
import com.avvyland.worker.asynq.inspect.Inspector;
import com.avvyland.worker.asynq.inspect.Page;
import com.avvyland.worker.asynq.inspect.TaskInfo;
import com.avvyland.worker.asynq.inspect.TaskState;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.function.Predicate;

/**
 * Walks over the tasks of a queue, page by page, while workers go on: a task that moves meanwhile may be missed, and is
 * shown once at most.
 */
final class TaskSearch {

    /** Payloads come with their tasks: small pages keep memory small, and Redis is never held up for long. */
    private static final int PAGE = 50;

    private final Inspector inspector;
    private final String queue;
    private final Set<String> seen = new HashSet<>();

    TaskSearch(Inspector inspector, String queue) {
        this.inspector = inspector;
        this.queue = queue;
    }

    /** Show the tasks of some states, state by state, until {@code visitor} says false. */
    void each(Set<TaskState> states, Predicate<TaskInfo> visitor) {
        for (TaskState state : states) {
            boolean on = state == TaskState.AGGREGATING
                    ? groups(visitor)
                    : pages(page -> inspector.tasks().list(queue, state, new Page(page, PAGE)), visitor);
            if (!on) {
                return;
            }
        }
    }

    private boolean groups(Predicate<TaskInfo> visitor) {
        for (GroupInfo group : inspector.groups(queue)) {
            if (!pages(page -> inspector.tasks().group(queue, group.group(), new Page(page, PAGE)), visitor)) {
                return false;
            }
        }
        return true;
    }

    private boolean pages(IntFunction<List<TaskInfo>> read, Predicate<TaskInfo> visitor) {
        for (int number = 1; ; number++) {
            List<TaskInfo> page = read.apply(number);
            for (TaskInfo task : page) {
                if (seen.add(task.id()) && !whole(task).map(visitor::test).orElse(true)) {
                    return false;
                }
            }
            if (page.size() < PAGE) {
                return true;
            }
        }
    }

    /** Read a task for itself that was too large for its page; empty when it has gone meanwhile. */
    private Optional<TaskInfo> whole(TaskInfo task) {
        if (task.message() != null) {
            return Optional.of(task);
        }
        try {
            return inspector.tasks().find(queue, task.id()).or(() -> Optional.of(task));
        } catch (InspectException unreadable) {
            return Optional.of(task);
        }
    }
}
