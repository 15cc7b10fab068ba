// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.cli;

import com.avvyland.worker.asynq.inspect.Inspector;
import com.avvyland.worker.asynq.inspect.TaskState;
import java.util.EnumSet;
import java.util.Map;
import picocli.CommandLine.Command;

/** Asks the servers that run tasks to stop them. */
@Command(
        name = "cancel",
        description =
                "Ask the server that runs a task to stop it; it is then retried or archived as after any failure.",
        exitCodeList = {
            "0:done; tasks that had moved meanwhile are listed as skipped",
            "1:the task's state does not allow it, the answer was no, or Redis does not answer",
            "2:the command line or the configuration is wrong, or nobody is there to ask",
            "3:no such queue or task"
        },
        footer = {
            "  avvy-worker task cancel model_preview 0195d2ad-7c11",
            "  avvy-worker task cancel model_preview --state active --type model.projection.model.v1",
            "  avvy-worker task cancel model_preview --state active --type model.projection.model.v1 --dry-run"
        })
final class TaskCancelCommand extends MoveCommand {

    TaskCancelCommand(Map<String, String> environment) {
        this(environment, Confirmation.ofProcess());
    }

    TaskCancelCommand(Map<String, String> environment, Confirmation confirmation) {
        super(environment, confirmation, "cancel", EnumSet.of(TaskState.ACTIVE));
    }

    @Override
    void move(Inspector inspector, String queueName, String taskId) {
        if (inspector.moves().cancel(taskId) == 0) {
            throw new CommandFailure("cancel: no server listens (expected: a running worker)");
        }
    }
}
