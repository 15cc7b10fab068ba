// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.cli;

import com.avvyland.worker.asynq.inspect.TaskInfo;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Shows one task with its payload and its result decoded. */
@Command(
        name = "inspect",
        description = "Show one task: state, retries, error, headers; payload and result (its progress) decoded.",
        exitCodeList = {
            "0:done",
            "1:the task can't be read, or Redis does not answer",
            "2:the command line or the configuration is wrong",
            "3:no such queue or task"
        },
        footer = {
            "  avvy-worker task inspect model_preview 0195d2ad-7c11",
            "  avvy-worker task inspect model_preview 0195d2ad-7c11 --json | jq .result.percent"
        })
final class TaskInspectCommand extends ReadCommand {

    private final Map<String, String> environment;

    @Parameters(index = "0", paramLabel = "QUEUE", description = "Name of the queue.")
    private String queue = "";

    @Parameters(index = "1", paramLabel = "ID", description = "Id of the task.")
    private String id = "";

    TaskInspectCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws JsonProcessingException {
        try (RedisAccess redis = RedisAccess.open(environment)) {
            ObjectNode document = TaskDocument.whole(find(redis, queue, id));
            if (json()) {
                print(document);
            } else {
                show(document);
            }
            return 0;
        }
    }

    /** Return a task, or end with 3. */
    static TaskInfo find(RedisAccess redis, String queue, String id) {
        return redis.inspector(queue)
                .tasks()
                .find(queue, id)
                .orElseThrow(() -> new AbsentException(
                        "task: %s (expected: an id in queue %s)".formatted(Plain.line(id), Plain.line(queue))));
    }

    private void show(ObjectNode document) throws JsonProcessingException {
        Table facts = Table.ofFacts();
        document.properties().forEach(entry -> {
            JsonNode value = entry.getValue();
            if (!value.isContainerNode() && !value.isNull()) {
                facts.row(entry.getKey(), value.asText());
            }
        });
        document.path("headers")
                .properties()
                .forEach(header ->
                        facts.row("header " + header.getKey(), header.getValue().asText()));
        facts.print(out());
        for (String part : new String[] {"payload", "result"}) {
            JsonNode content = document.path(part);
            if (content.isObject()) {
                out().println();
                out().println(part + ":");
                out().println(JSON.writerWithDefaultPrettyPrinter().writeValueAsString(content));
            }
        }
    }
}
