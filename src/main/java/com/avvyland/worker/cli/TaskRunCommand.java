// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.cli;

import com.avvyland.worker.asynq.inspect.Inspector;
import com.avvyland.worker.asynq.inspect.TaskState;
import java.util.EnumSet;
import java.util.Map;
import picocli.CommandLine.Command;

/** Makes tasks pending now. */
@Command(
        name = "run",
        description = "Make tasks pending now: scheduled, retried or archived ones.",
        exitCodeList = {
            "0:done; tasks that had moved meanwhile are listed as skipped",
            "1:the task's state does not allow it, the answer was no, or Redis does not answer",
            "2:the command line or the configuration is wrong, or nobody is there to ask",
            "3:no such queue or task"
        },
        footer = {
            "  avvy-worker task run model_preview 0195d2ad-7c11",
            "  avvy-worker task run model_preview --state archived --code provider_unavailable",
            "  avvy-worker task run model_preview --state archived --code provider_unavailable --dry-run"
        })
final class TaskRunCommand extends MoveCommand {

    TaskRunCommand(Map<String, String> environment) {
        this(environment, Confirmation.ofProcess());
    }

    TaskRunCommand(Map<String, String> environment, Confirmation confirmation) {
        super(
                environment,
                confirmation,
                "run",
                EnumSet.of(TaskState.SCHEDULED, TaskState.RETRY, TaskState.ARCHIVED, TaskState.AGGREGATING));
    }

    @Override
    void move(Inspector inspector, String queueName, String taskId) {
        inspector.moves().run(queueName, taskId);
    }
}
