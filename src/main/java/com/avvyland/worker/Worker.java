// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker;

import com.avvyland.worker.config.Config;
import com.avvyland.worker.observe.StepTime;
import com.avvyland.worker.observe.management.Health;
import com.avvyland.worker.observe.management.ManagementServer;
import com.avvyland.worker.observe.metrics.Scrape;
import com.avvyland.worker.preview.MissingPrerequisiteException;
import com.avvyland.worker.preview.RendererPool;
import com.avvyland.worker.projection.prompt.PromptPacks;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.apache.camel.CamelContext;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainConfigurationProperties;

/** Runs the routes of a folder with the stations of this package's {@link WorkerPlugin}. */
public final class Worker implements AutoCloseable {

    private final Main camel = new Main();
    private final Parts parts = new Parts();

    /**
     * Prepare a worker; nothing is opened before {@link #start}. A missing browser is looked for and installed here,
     * because Camel would only log that it is missing and start all the same.
     *
     * @param routes the folder that holds {@code *.camel.yaml}; {@code kamelets} and {@code prompts} lie beside it
     * @param steps told the time of every step of every task, on the task's own thread
     * @throws MissingPrerequisiteException when there is no Chromium or no Node.js and none can be installed
     */
    public Worker(Config config, Path routes, Consumer<StepTime> steps) {
        camel.setDefaultPropertyPlaceholderLocation("classpath:worker-main.properties");
        camel.bind(WorkerPlugin.CONFIG, config);
        camel.bind(WorkerPlugin.RENDERERS, new RendererPool(config.previews(), config.tasksAtOnce()));
        camel.bind(WorkerPlugin.PROMPTS, PromptPacks.of(routes.toAbsolutePath().resolveSibling("prompts")));
        camel.bind(WorkerPlugin.STEPS, steps);
        camel.addInitialProperty(
                "camel.component.kamelet.location",
                "file:" + routes.toAbsolutePath().resolveSibling("kamelets"));
        MainConfigurationProperties main = camel.configure();
        main.setRoutesIncludePattern("file:" + routes.toAbsolutePath() + "/*.camel.yaml");
        main.setShutdownTimeout((int) config.shutdownTimeout().toSeconds());
    }

    /**
     * Serve metrics and health from now on, where the configuration has a port for them; before {@link #start}.
     *
     * @throws com.avvyland.worker.observe.management.PortTakenException when the port cannot be opened
     */
    public Worker observed(Config config) {
        int port = config.telemetry().observePort();
        if (port != 0) {
            Scrape scrape = parts.add(new Scrape());
            camel.bind(Scrape.name(), scrape.registry());
            parts.add(ManagementServer.open(
                    config.telemetry().observeAddress(), port, scrape::text, new Health(camel::getCamelContext)));
        }
        return this;
    }

    /** Start consuming; returns when the routes are up. */
    public void start() {
        camel.start();
    }

    /** Start consuming and return after SIGTERM or SIGINT, when running tasks are settled. */
    public int run() throws Exception {
        camel.run();
        return camel.getExitCode();
    }

    /** Return the running context, for measurements. */
    public CamelContext context() {
        return camel.getCamelContext();
    }

    /** Stop consuming, let running tasks finish within the shutdown timeout, and close every part. */
    @Override
    public void close() {
        camel.stop();
        parts.close();
    }
}
