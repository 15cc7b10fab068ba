// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.cli;

import com.avvyland.worker.asynq.inspect.GroupInfo;
import com.avvyland.worker.asynq.inspect.Inspector;
import com.avvyland.worker.asynq.inspect.ServerState;
import com.avvyland.worker.asynq.proto.ServerInfo;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Shows one queue: its counts, the memory it takes, its groups, who works on it. */
@Command(
        name = "inspect",
        description = "Show one queue: counts, memory, groups, and the servers that work on it.",
        exitCodeList = {
            "0:done",
            "1:Redis does not answer",
            "2:the command line or the configuration is wrong",
            "3:no such queue"
        },
        footer = {"  avvy-worker queue inspect model_preview"})
final class QueueInspectCommand extends ReadCommand {

    private final Map<String, String> environment;

    @Parameters(paramLabel = "QUEUE", description = "Name of the queue.")
    private String name = "";

    QueueInspectCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        try (RedisAccess redis = RedisAccess.open(environment)) {
            Inspector inspector = redis.inspector(name);
            ObjectNode document = QueueDocument.json(inspector.queue(name));
            document.put("memory_bytes", inspector.memoryUsage(name));
            ArrayNode groups = document.putArray("group_sizes");
            for (GroupInfo group : inspector.groups(name)) {
                groups.addObject().put("group", group.group()).put("size", group.size());
            }
            ArrayNode servers = document.putArray("servers");
            servers(inspector)
                    .forEach(server -> servers.addObject()
                            .put("host", server.getHost())
                            .put("pid", server.getPid())
                            .put("status", server.getStatus())
                            .put("concurrency", server.getConcurrency())
                            .put("active", server.getActiveWorkerCount()));
            show(document);
            return 0;
        }
    }

    private List<ServerInfo> servers(Inspector inspector) {
        return inspector.servers().servers().stream()
                .map(ServerState::info)
                .filter(server -> server.containsQueues(name))
                .toList();
    }

    private void show(ObjectNode document) {
        if (json()) {
            print(document);
            return;
        }
        Table facts = Table.ofFacts();
        document.properties().forEach(entry -> {
            if (!entry.getValue().isContainerNode()) {
                facts.row(entry.getKey(), entry.getValue().asText());
            }
        });
        document.path("group_sizes")
                .forEach(group -> facts.row(
                        "group",
                        group.path("group").asText(),
                        group.path("size").asText()));
        document.path("servers")
                .forEach(server -> facts.row(
                        "server",
                        "%s:%s %s, %s of %s active"
                                .formatted(
                                        server.path("host").asText(),
                                        server.path("pid").asText(),
                                        server.path("status").asText(),
                                        server.path("active").asText(),
                                        server.path("concurrency").asText())));
        facts.print(out());
    }
}
