// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.preview;

import com.avvyland.worker.source.Model;
import com.avvyland.worker.task.FailureCode;
import com.avvyland.worker.task.TaskFailure;
import com.microsoft.playwright.Playwright;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Renders models one after another, on one thread that owns a Playwright and a browser.
 *
 * <p>One caller at a time; {@link RendererPool} sees to it. The caller is also the watchdog: {@code Page.evaluate} has no
 * timeout, so whoever waits for it ends the browser when it is late. After any failure that is not plainly the model's
 * the browser is replaced, so the next job meets a fresh one.
 */
final class Renderer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Renderer.class);

    /** Playwright, browser and page on a loaded machine; 1.5 s when quiet. */
    private static final Duration START_LIMIT = Duration.ofSeconds(60);

    /** For a call to come back after its browser was killed; 20 to 40 ms were measured. */
    private static final Duration KILL_LIMIT = Duration.ofSeconds(5);

    /** Hostile models can ask for ever new shaders; a catalogue of real ones stays under 100. */
    private static final int PROGRAMS_MAX = 256;

    /** Playwright is created one at a time, so that the new child process is known to be its driver. */
    private static final Object CREATE = new Object();

    private final Path node;
    private final LaunchPlan plan;
    private final SceneServer scene;
    private final Path scratch;
    private final LongAdder recycled;
    private final Wear wear;
    private final GlNotice glNotice;
    private final ExecutorService thread;

    private volatile @Nullable Playwright playwright;
    private volatile @Nullable ProcessHandle driver;
    private volatile @Nullable BrowserSession session;
    private volatile boolean busy;
    private volatile boolean startable = true;

    Renderer(
            String name,
            Path node,
            LaunchPlan plan,
            SceneServer scene,
            Path scratch,
            LongAdder recycled,
            Wear wear,
            GlNotice glNotice) {
        this.node = node;
        this.plan = plan;
        this.scene = scene;
        this.scratch = scratch;
        this.recycled = recycled;
        this.wear = wear;
        this.glNotice = glNotice;
        this.thread = Executors.newSingleThreadExecutor(
                Thread.ofPlatform().name(name).daemon().factory());
    }

    /** Start the browser in the background, so that the next job finds it warm. */
    void warm() {
        try {
            thread.execute(() -> {
                try {
                    ready();
                } catch (RuntimeException e) {
                    LOG.warn("browser not warm: {}", brief(e));
                }
            });
        } catch (RejectedExecutionException e) {
            LOG.debug("closed, stays cold");
        }
    }

    /**
     * Render one model.
     *
     * @param limit from a warm page to the last image; past it the browser is ended
     * @throws TaskFailure permanent when the model is at fault, passing when it is the browser or the time
     */
    SceneReply render(Model model, Shot shot, Duration limit) {
        await(START_LIMIT, FailureCode.RENDER_FAILED, "browser: not ready", this::ready);
        try (SceneServer.Publication published = scene.publish(model)) {
            Map<String, Object> request = shot.request(published);
            return await(limit, FailureCode.TIMEOUT, "previews: not rendered", () -> render(request));
        }
    }

    /**
     * Run a job of the workbench page.
     *
     * @param limit from a warm browser to the answer; past it the browser is ended
     * @throws TaskFailure permanent when the input is at fault, passing when it is the browser or the time
     */
    PageAnswer run(PageJob job, Duration limit) {
        await(START_LIMIT, FailureCode.RENDER_FAILED, "browser: not ready", this::ready);
        try (SceneServer.Publication published = scene.publish(job.input(), job.answerMax())) {
            Map<String, Object> request = job.request(published);
            return await(
                    limit,
                    FailureCode.TIMEOUT,
                    job.tool() + ": not done",
                    () -> guarded(current -> {
                        @Nullable Object answer = current.atWorkbench(job, request);
                        return PageAnswer.of(answer, published.received());
                    }));
        }
    }

    /** Return the session in use, starting one when there is none; for the owning thread and for tests. */
    <T> T onPage(SessionTask<T> task) {
        return await(START_LIMIT, FailureCode.RENDER_FAILED, "page: no answer", () -> task.run(ready()));
    }

    /** Return whether a model is in the page right now. */
    boolean busy() {
        return busy;
    }

    /** Tell whether the browser started the last time that it was tried. */
    boolean startable() {
        return startable;
    }

    /** Does something on the thread that owns the session. */
    @FunctionalInterface
    interface SessionTask<T> {
        T run(BrowserSession session);
    }

    @Override
    public void close() {
        if (busy) {
            // Who closes has drained before; what still runs is not to be waited for.
            kill();
        }
        thread.execute(this::closeOnThread);
        thread.shutdown();
        try {
            if (!thread.awaitTermination(KILL_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                kill();
                killDriver();
            }
        } catch (InterruptedException e) {
            killDriver();
            Thread.currentThread().interrupt();
        }
    }

    private SceneReply render(Map<String, Object> request) {
        SceneReply reply = guarded(current -> current.render(request));
        if (reply.programs() > PROGRAMS_MAX) {
            discard();
        }
        return reply;
    }

    private <T> T guarded(SessionTask<T> task) {
        BrowserSession current = ready();
        busy = true;
        try {
            T result = task.run(current);
            replaceIfWorn(current);
            return result;
        } catch (TaskFailure modelsFault) {
            replaceIfWorn(current);
            throw modelsFault;
        } catch (RuntimeException e) {
            LOG.warn("browser replaced after: {}", brief(e));
            current.kill();
            discard();
            throw new TaskFailure(FailureCode.RENDER_FAILED, "browser: it failed on this model", e);
        } finally {
            busy = false;
        }
    }

    private void replaceIfWorn(BrowserSession current) {
        wear.afterJob(current.process()).ifPresent(reason -> {
            LOG.info("browser replaced: {}", reason);
            discard();
        });
    }

    private BrowserSession ready() {
        @Nullable BrowserSession current = session;
        if (current != null) {
            return current;
        }
        try {
            BrowserSession started = BrowserSession.start(driverReady(), plan, scene);
            session = started;
            startable = true;
            wear.reset();
            glNotice.rendersWith(started.glRenderer());
            return started;
        } catch (RuntimeException e) {
            LOG.warn("browser did not start: {}", brief(e));
            startable = false;
            closeOnThread();
            throw new TaskFailure(
                    FailureCode.RENDER_FAILED, "browser: did not start (the worker's log has the reason)", e);
        }
    }

    private Playwright driverReady() {
        @Nullable Playwright current = playwright;
        @Nullable ProcessHandle running = driver;
        if (current != null && (running == null || running.isAlive())) {
            return current;
        }
        synchronized (CREATE) {
            // Where Playwright unpacks its driver; it deletes it at a normal end of the virtual machine only.
            System.setProperty("playwright.driver.tmpdir", scratch.toString());
            var before = ProcessHandle.current().children().toList();
            Playwright created = Playwright.create(new Playwright.CreateOptions()
                    .setEnv(Map.of(
                            "PLAYWRIGHT_NODEJS_PATH", node.toString(),
                            "PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1",
                            "TMPDIR", scratch.toString())));
            driver = ProcessHandle.current()
                    .children()
                    .filter(child -> !before.contains(child))
                    .findFirst()
                    .orElse(null);
            playwright = created;
            return created;
        }
    }

    private void discard() {
        @Nullable BrowserSession old = session;
        session = null;
        if (old != null) {
            recycled.increment();
            old.close();
        }
    }

    private void closeOnThread() {
        @Nullable BrowserSession oldSession = session;
        session = null;
        @Nullable Playwright oldPlaywright = playwright;
        playwright = null;
        if (oldSession != null) {
            oldSession.close();
        }
        if (oldPlaywright != null) {
            try {
                oldPlaywright.close();
            } catch (RuntimeException e) {
                LOG.debug("driver was gone already: {}", brief(e));
            }
        }
    }

    private <T> T await(Duration limit, FailureCode late, String what, Callable<T> call) {
        Future<T> answer = thread.submit(CallersLog.around(call));
        try {
            return answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            end(answer);
            throw new TaskFailure(late, "%s within %s (its browser was ended)".formatted(what, limit), e);
        } catch (InterruptedException e) {
            end(answer);
            Thread.currentThread().interrupt();
            throw new TaskFailure(FailureCode.RENDER_FAILED, what + ": the worker is stopping", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof TaskFailure failure) {
                throw failure;
            }
            throw new TaskFailure(FailureCode.RENDER_FAILED, what + ": the browser failed", e.getCause());
        }
    }

    /** End what a late call waits for; the call then fails on its own thread and leaves a clean renderer behind. */
    private void end(Future<?> answer) {
        if (kill() && ended(answer)) {
            return;
        }
        killDriver();
        ended(answer);
    }

    private boolean kill() {
        @Nullable BrowserSession current = session;
        return current != null && current.kill();
    }

    private void killDriver() {
        @Nullable ProcessHandle current = driver;
        if (current != null) {
            Processes.kill(current);
        }
    }

    private static boolean ended(Future<?> answer) {
        boolean interrupted = Thread.interrupted();
        try {
            answer.get(KILL_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (ExecutionException e) {
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            interrupted = true;
            return false;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static String brief(Throwable e) {
        String text = String.valueOf(e.getMessage()).strip();
        return text.length() > 400 ? text.substring(0, 400) + "..." : text;
    }
}
