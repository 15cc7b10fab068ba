// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.cli;

import com.avvyland.worker.Worker;
import com.avvyland.worker.config.Config;
import com.avvyland.worker.config.ConfigLoader;
import com.avvyland.worker.observe.StepTime;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;

/** Consumes tasks until SIGTERM or SIGINT. */
@Command(
        name = "worker",
        mixinStandardHelpOptions = true,
        description = "Consume tasks until SIGTERM; running tasks are finished or given back.")
final class WorkerCommand implements Callable<Integer> {

    private static final Logger LOG = LoggerFactory.getLogger("com.avvyland.worker.step");

    private final Map<String, String> environment;

    WorkerCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws Exception {
        Config config = new ConfigLoader(environment, Path.of("")).load();
        LogSetup.apply(config.telemetry().logFormat(), environment.getOrDefault("AVVY_LOG_FORMAT", ""));
        try (var worker = new Worker(config, Home.routes(environment), WorkerCommand::log)) {
            return worker.observed(config).run();
        }
    }

    private static void log(StepTime step) {
        LOG.info(
                "{} {} ms{} task={}",
                step.step(),
                step.took().toMillis(),
                step.failed() ? " failed" : "",
                step.taskId());
    }
}
