// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.cli;

import com.avvyland.worker.asynq.inspect.Inspector;
import com.avvyland.worker.asynq.inspect.TaskState;
import java.util.EnumSet;
import java.util.Map;
import picocli.CommandLine.Command;

/** Deletes tasks. */
@Command(
        name = "delete",
        description = "Delete tasks for good, and free their locks.",
        exitCodeList = {
            "0:done; tasks that had moved meanwhile are listed as skipped",
            "1:the task's state does not allow it, the answer was no, or Redis does not answer",
            "2:the command line or the configuration is wrong, or nobody is there to ask",
            "3:no such queue or task"
        },
        footer = {
            "  avvy-worker task delete model_preview 0195d2ad-7c11",
            "  avvy-worker task delete model_preview --state archived --error 'model_hash'",
            "  avvy-worker task delete model_preview --state archived --error 'model_hash' --dry-run"
        })
final class TaskDeleteCommand extends MoveCommand {

    TaskDeleteCommand(Map<String, String> environment) {
        this(environment, Confirmation.ofProcess());
    }

    TaskDeleteCommand(Map<String, String> environment, Confirmation confirmation) {
        super(
                environment,
                confirmation,
                "delete",
                EnumSet.of(
                        TaskState.PENDING,
                        TaskState.SCHEDULED,
                        TaskState.RETRY,
                        TaskState.ARCHIVED,
                        TaskState.COMPLETED,
                        TaskState.AGGREGATING));
    }

    @Override
    void move(Inspector inspector, String queueName, String taskId) {
        inspector.moves().delete(queueName, taskId);
    }
}
