// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.cli;

import com.avvyland.worker.asynq.inspect.Inspector;
import com.avvyland.worker.asynq.inspect.QueueInfo;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;

/** Lists the queues that were ever used. */
@Command(
        name = "ls",
        description = "List the queues that were ever used, with their counts.",
        exitCodeList = {"0:done", "1:Redis does not answer", "2:the command line or the configuration is wrong"},
        footer = {"  avvy-worker queue ls", "  avvy-worker queue ls --json | jq '.queues[] | select(.archived > 0)'"})
final class QueueLsCommand extends ReadCommand {

    private final Map<String, String> environment;

    QueueLsCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        try (RedisAccess redis = RedisAccess.open(environment)) {
            Inspector inspector = redis.inspector();
            List<QueueInfo> queues =
                    inspector.queues().stream().map(inspector::queue).toList();
            if (json()) {
                ObjectNode document = object();
                ArrayNode list = document.putArray("queues");
                queues.forEach(queue -> list.add(QueueDocument.json(queue)));
                print(document);
            } else {
                table(queues).print(out());
            }
            return 0;
        }
    }

    private static Table table(List<QueueInfo> queues) {
        Table table = Table.of(
                "queue",
                "pending",
                "active",
                "scheduled",
                "retry",
                "archived",
                "completed",
                "latency",
                "today",
                "failed",
                "state");
        for (QueueInfo queue : queues) {
            table.row(
                    queue.queue(),
                    queue.pending(),
                    queue.active(),
                    queue.scheduled(),
                    queue.retry(),
                    queue.archived(),
                    queue.completed(),
                    QueueDocument.spoken(queue.latency()),
                    queue.processedToday(),
                    queue.failedToday(),
                    queue.paused() ? "paused" : "running");
        }
        return table;
    }
}
