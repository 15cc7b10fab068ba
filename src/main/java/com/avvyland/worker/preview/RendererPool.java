// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.preview;

import com.avvyland.worker.config.PreviewsConfig;
import com.avvyland.worker.source.Model;
import com.avvyland.worker.task.FailureCode;
import com.avvyland.worker.task.TaskFailure;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Lends renderers, one a core unless another number is configured; thread-safe.
 *
 * <p>Two browsers on two cores give 1.4 times the previews of one; two pages in one browser gain nothing.
 */
public final class RendererPool implements AutoCloseable {

    private final SceneServer scene;
    private final List<Renderer> renderers;
    private final BlockingDeque<Renderer> idle;
    private final Duration timeout;
    private final LongAdder rendered = new LongAdder();
    private final LongAdder recycled = new LongAdder();

    /** Find the browser and set up renderers for any number of tasks. */
    public RendererPool(PreviewsConfig config) {
        this(config, Integer.MAX_VALUE);
    }

    /**
     * Find the browser and set up renderers; {@link #start} makes them warm.
     *
     * @param tasks how many tasks may ask for a renderer at once; no more are started
     * @throws MissingPrerequisiteException when there is no Chromium or no Node.js and none can be installed
     */
    public RendererPool(PreviewsConfig config, int tasks) {
        this(config, tasks, Wear.JOBS_MAX);
    }

    /** Set up renderers that replace their browser after another number of jobs. */
    RendererPool(PreviewsConfig config, int tasks, int jobsMax) {
        boolean mayInstall = config.browserInstall() == PreviewsConfig.BrowserInstall.AUTO;
        Path browser = Chromium.require(config);
        Path node = NodeJs.require(mayInstall);
        scene = new SceneServer();
        var plan = new LaunchPlan(browser, config.gl(), !Machine.isRoot(), scene.port());
        timeout = config.timeout();
        var glNotice = new GlNotice(config.gl(), Machine.hasGpu());
        renderers = IntStream.rangeClosed(1, RendererCount.of(config, tasks))
                .mapToObj(n -> new Renderer(
                        "renderer-" + n,
                        node,
                        plan,
                        scene,
                        Scratch.ofProcess().folder(),
                        recycled,
                        new Wear(jobsMax, config.browserMemory().bytes()),
                        glNotice))
                .toList();
        idle = new LinkedBlockingDeque<>(renderers);
    }

    /** Start every browser in the background. */
    public RendererPool start() {
        renderers.forEach(Renderer::warm);
        return this;
    }

    /** Return how many models were rendered since the start. */
    public long rendered() {
        return rendered.sum();
    }

    /** Return how many browsers were replaced since the start, for whatever reason. */
    public long recycled() {
        return recycled.sum();
    }

    /** Return how many browsers there are. */
    public int size() {
        return renderers.size();
    }

    /** Return how many are lent to a task right now. */
    public int busy() {
        return renderers.size() - idle.size();
    }

    /** Tell whether any browser could be started the last time that it was tried, or has not been tried yet. */
    public boolean canRender() {
        return renderers.stream().anyMatch(Renderer::startable);
    }

    @Override
    public void close() {
        renderers.parallelStream().forEach(Renderer::close);
        scene.close();
    }

    /**
     * Render one model on the next free renderer.
     *
     * @throws TaskFailure see {@link Renderer#render}; TIMEOUT too when none becomes free in time
     */
    SceneReply render(Model model, Shot shot) {
        SceneReply reply = lend(renderer -> renderer.render(model, shot, timeout));
        rendered.increment();
        return reply;
    }

    /**
     * Run a job of the workbench page on the next free renderer.
     *
     * @throws TaskFailure see {@link Renderer#run}; TIMEOUT too when none becomes free in time
     */
    PageAnswer run(PageJob job) {
        return lend(renderer -> renderer.run(job, timeout));
    }

    private <T> T lend(Function<Renderer, T> task) {
        Renderer renderer = take();
        try {
            return task.apply(renderer);
        } finally {
            // Whatever the job did to its browser, the next one finds one.
            renderer.warm();
            idle.addFirst(renderer);
        }
    }

    /** Return every renderer, lent or not; for tests that break them. */
    List<Renderer> renderers() {
        return renderers;
    }

    private Renderer take() {
        try {
            @Nullable Renderer renderer = idle.pollFirst(timeout.toMillis(), TimeUnit.MILLISECONDS);
            if (renderer == null) {
                throw new TaskFailure(FailureCode.TIMEOUT, "previews: no renderer became free within " + timeout);
            }
            return renderer;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TaskFailure(FailureCode.RENDER_FAILED, "previews: the worker is stopping", e);
        }
    }
}
