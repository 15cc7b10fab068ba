// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.cli;

import com.avvyland.worker.asynq.inspect.DayStats;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Counts the attempts of the last days. */
@Command(
        name = "history",
        description = "Count the attempts of the last days (UTC), today first.",
        exitCodeList = {
            "0:done",
            "1:Redis does not answer",
            "2:the command line or the configuration is wrong",
            "3:no such queue"
        },
        footer = {"  avvy-worker queue history model_preview --days 30"})
final class QueueHistoryCommand extends ReadCommand {

    /** For so long asynq keeps a day's counters. */
    private static final int MOST = 90;

    private final Map<String, String> environment;

    @Parameters(paramLabel = "QUEUE", description = "Name of the queue.")
    private String name = "";

    @Option(
            names = "--days",
            paramLabel = "N",
            defaultValue = "10",
            description = "1 to 90 (default: ${DEFAULT-VALUE}).")
    private int days = 10;

    QueueHistoryCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        if (days < 1 || days > MOST) {
            throw misuse("--days: %d (expected: 1 to %d)".formatted(days, MOST));
        }
        try (RedisAccess redis = RedisAccess.open(environment)) {
            List<DayStats> history = redis.inspector(name).history(name, days);
            if (json()) {
                ObjectNode document = object().put("queue", name);
                ArrayNode list = document.putArray("days");
                history.forEach(day -> list.addObject()
                        .put("day", day.day().toString())
                        .put("processed", day.processed())
                        .put("failed", day.failed()));
                print(document);
            } else {
                Table table = Table.of("day", "processed", "failed");
                history.forEach(day -> table.row(day.day(), day.processed(), day.failed()));
                table.print(out());
            }
            return 0;
        }
    }
}
