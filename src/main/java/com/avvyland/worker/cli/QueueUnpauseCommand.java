// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.cli;

import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Starts dequeuing from a queue again. */
@Command(
        name = "unpause",
        description = "Dequeue from a paused queue again.",
        exitCodeList = {
            "0:done",
            "1:it is not paused, or Redis does not answer",
            "2:the command line or the configuration is wrong",
            "3:no such queue"
        },
        footer = {"  avvy-worker queue unpause model_preview"})
final class QueueUnpauseCommand extends ReadCommand {

    private final Map<String, String> environment;

    @Parameters(paramLabel = "QUEUE", description = "Name of the queue.")
    private String name = "";

    QueueUnpauseCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        try (RedisAccess redis = RedisAccess.open(environment)) {
            redis.inspector(name).unpause(name);
            if (json()) {
                print(object().put("queue", name).put("paused", false));
            } else {
                out().println("queue %s: unpaused".formatted(Plain.line(name)));
            }
            return 0;
        }
    }
}
