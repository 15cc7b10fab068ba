// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.cli;

import com.avvyland.worker.asynq.inspect.TaskInfo;
import com.avvyland.worker.asynq.proto.TaskMessage;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes a task's payload into a file, so that a failure can be looked at elsewhere. */
@Command(
        name = "export",
        description = "Write the payload of a task into FILE as raw bytes, and its type and error into FILE.json.",
        exitCodeList = {
            "0:done",
            "1:FILE exists or can't be written, or Redis does not answer",
            "2:the command line or the configuration is wrong",
            "3:no such queue or task"
        },
        footer = {
            "  avvy-worker task export model_preview 0195d2ad-7c11 --out failed.cbor",
            "  avvy-worker enqueue --payload failed.cbor --queue trial"
        })
final class TaskExportCommand extends ReadCommand {

    private final Map<String, String> environment;

    @Parameters(index = "0", paramLabel = "QUEUE", description = "Name of the queue.")
    private String queue = "";

    @Parameters(index = "1", paramLabel = "ID", description = "Id of the task.")
    private String id = "";

    @Option(
            names = {"-o", "--out"},
            paramLabel = "FILE",
            required = true,
            description = "File of the payload; FILE.json is written beside it.")
    private Path out = Path.of("");

    @Option(names = "--force", description = "Replace files that are there.")
    private boolean force;

    TaskExportCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        try (RedisAccess redis = RedisAccess.open(environment)) {
            TaskInfo task = TaskInspectCommand.find(redis, queue, id);
            TaskMessage message = Objects.requireNonNull(task.message(), "find refuses what can't be decoded");
            PayloadFile.write(out, message.getPayload().asReadOnlyByteBuffer(), TaskDocument.row(task), force);
            if (json()) {
                print(object().put("id", id)
                        .put("type", message.getType())
                        .put("bytes", message.getPayload().size())
                        .put("file", out.toString()));
            } else {
                out().println("%s: %d bytes of %s"
                        .formatted(out, message.getPayload().size(), Plain.line(message.getType())));
            }
            return 0;
        }
    }
}
