// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.cli;

import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Stops dequeuing from a queue. */
@Command(
        name = "pause",
        description = "Stop dequeuing from a queue; running tasks go on, new ones wait.",
        exitCodeList = {
            "0:done",
            "1:it is paused already, or Redis does not answer",
            "2:the command line or the configuration is wrong",
            "3:no such queue"
        },
        footer = {"  avvy-worker queue pause model_preview"})
final class QueuePauseCommand extends ReadCommand {

    private final Map<String, String> environment;

    @Parameters(paramLabel = "QUEUE", description = "Name of the queue.")
    private String name = "";

    QueuePauseCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        try (RedisAccess redis = RedisAccess.open(environment)) {
            redis.inspector(name).pause(name);
            if (json()) {
                print(object().put("queue", name).put("paused", true));
            } else {
                out().println("queue %s: paused".formatted(Plain.line(name)));
            }
            return 0;
        }
    }
}
