// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.cli;

import com.avvyland.worker.asynq.inspect.Inspector;
import com.avvyland.worker.asynq.inspect.TaskState;
import java.util.EnumSet;
import java.util.Map;
import picocli.CommandLine.Command;

/** Puts tasks into the archive. */
@Command(
        name = "archive",
        description = "Put tasks into the archive, where they wait for a person.",
        exitCodeList = {
            "0:done; tasks that had moved meanwhile are listed as skipped",
            "1:the task's state does not allow it, the answer was no, or Redis does not answer",
            "2:the command line or the configuration is wrong, or nobody is there to ask",
            "3:no such queue or task"
        },
        footer = {
            "  avvy-worker task archive model_preview 0195d2ad-7c11",
            "  avvy-worker task archive model_preview --state retry --type model.preview.v1",
            "  avvy-worker task archive model_preview --state retry --type model.preview.v1 --dry-run"
        })
final class TaskArchiveCommand extends MoveCommand {

    TaskArchiveCommand(Map<String, String> environment) {
        this(environment, Confirmation.ofProcess());
    }

    TaskArchiveCommand(Map<String, String> environment, Confirmation confirmation) {
        super(
                environment,
                confirmation,
                "archive",
                EnumSet.of(TaskState.PENDING, TaskState.SCHEDULED, TaskState.RETRY, TaskState.AGGREGATING));
    }

    @Override
    void move(Inspector inspector, String queueName, String taskId) {
        inspector.moves().archive(queueName, taskId);
    }
}
