// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.preview;

import static com.avvyland.worker.preview.TestingPreviews.config;
import static com.avvyland.worker.preview.TestingPreviews.options;
import static com.avvyland.worker.preview.TestingPreviews.render;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.avvyland.worker.task.FailureCode;
import com.avvyland.worker.task.Preview;
import com.avvyland.worker.task.PreviewOptions;
import com.avvyland.worker.task.TaskFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class RendererPoolIT {

    private static final PreviewOptions OPTIONS = options(128, 128, "front", "three_quarter", "33,-12");
    private static final Duration LONG = Duration.ofSeconds(60);

    @Test
    void rendersTheSameBytesTwiceAndOnTwoRenderers() throws Exception {
        try (var first = new RendererPool(config(1, LONG));
                var second = new RendererPool(config(1, LONG))) {
            List<Preview> once = render(first, TestingBoxes.cube(), OPTIONS);
            render(first, TestingTextures.quad(), OPTIONS);
            List<Preview> again = render(first, TestingBoxes.cube(), OPTIONS);
            render(second, TestingTextures.quad(), OPTIONS);
            List<Preview> elsewhere = render(second, TestingBoxes.cube(), OPTIONS);

            assertThat(again).isEqualTo(once);
            assertThat(elsewhere).isEqualTo(once);
        }
    }

    @Test
    void rendersOnTwoRenderersAtOnce() throws Exception {
        try (var pool = new RendererPool(config(2, LONG)).start();
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var bothInside = new CountDownLatch(2);
            List<Future<String>> glRenderers = new ArrayList<>();
            for (Renderer renderer : pool.renderers()) {
                glRenderers.add(threads.submit(() -> renderer.onPage(session -> {
                    bothInside.countDown();
                    uninterruptibly(bothInside);
                    return session.glRenderer();
                })));
            }
            for (Future<String> glRenderer : glRenderers) {
                assertThat(glRenderer.get()).isNotBlank();
            }

            List<Callable<List<Preview>>> jobs = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                jobs.add(() -> render(pool, TestingBoxes.cube(), OPTIONS));
            }
            List<Future<List<Preview>>> results = threads.invokeAll(jobs);
            List<Preview> expected = results.getFirst().get();
            for (Future<List<Preview>> result : results) {
                assertThat(result.get()).isEqualTo(expected);
            }
            assertThat(pool.rendered()).isEqualTo(12);
            assertThat(pool.recycled()).isZero();
        }
    }

    @Test
    void endsALatePageAndRendersTheNextModel() {
        try (var pool = new RendererPool(config(1, Duration.ofSeconds(3)))) {
            Renderer renderer = pool.renderers().getFirst();
            ProcessHandle before = renderer.onPage(session -> session.process().orElseThrow());
            ProcessHandle driver = before.parent().orElseThrow();
            renderer.onPage(session -> session.page().evaluate("() => { scene.render = () => { for (;;); } }"));

            assertThatThrownBy(() -> render(pool, TestingBoxes.cube(), OPTIONS))
                    .isInstanceOfSatisfying(
                            TaskFailure.class,
                            failure -> assertThat(failure.code()).isEqualTo(FailureCode.TIMEOUT))
                    .hasMessageContaining("PT3S");

            assertThat(render(pool, TestingBoxes.cube(), OPTIONS)).hasSize(3);
            assertThat(before.isAlive()).isFalse();
            assertThat(driver.isAlive()).as("only the browser was ended").isTrue();
            assertThat(pool.recycled()).isEqualTo(1);
            assertThat(pool.rendered()).isEqualTo(1);
        }
    }

    @Test
    void losesOneJobToAKilledBrowser() {
        try (var pool = new RendererPool(config(1, LONG))) {
            Renderer renderer = pool.renderers().getFirst();
            ProcessHandle browser = renderer.onPage(session -> session.process().orElseThrow());
            browser.destroyForcibly();
            browser.onExit().join();

            assertRenderFailed(pool);

            assertThat(render(pool, TestingBoxes.cube(), OPTIONS)).hasSize(3);
        }
    }

    @Test
    void losesOneJobToAKilledGpuProcess() {
        try (var pool = new RendererPool(config(1, LONG))) {
            render(pool, TestingBoxes.cube(), OPTIONS);
            pool.renderers().getFirst().onPage(session -> {
                ProcessHandle gpu = session.process()
                        .orElseThrow()
                        .descendants()
                        .filter(process -> TestingProcesses.commandLine(process).contains("--type=gpu-process"))
                        .findFirst()
                        .orElseThrow();
                gpu.destroyForcibly();
                return gpu.onExit().join();
            });

            assertRenderFailed(pool);

            assertThat(render(pool, TestingBoxes.cube(), OPTIONS)).hasSize(3);
        }
    }

    @Test
    void losesOneJobToAKilledDriver() {
        try (var pool = new RendererPool(config(1, LONG))) {
            render(pool, TestingBoxes.cube(), OPTIONS);
            ProcessHandle driver = pool.renderers()
                    .getFirst()
                    .onPage(session -> session.process().orElseThrow().parent().orElseThrow());
            driver.destroyForcibly();
            driver.onExit().join();

            assertRenderFailed(pool);

            assertThat(render(pool, TestingBoxes.cube(), OPTIONS)).hasSize(3);
        }
    }

    @Test
    void leavesNoProcessBehindWhenClosed() {
        List<ProcessHandle> before = ProcessHandle.current().descendants().toList();
        try (var pool = new RendererPool(config(2, LONG))) {
            for (Renderer renderer : pool.renderers()) {
                renderer.onPage(BrowserSession::glRenderer);
            }
            assertThat(ProcessHandle.current().descendants().count()).isGreaterThan(before.size() + 4);
        }
        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(
                        () -> assertThat(ProcessHandle.current().descendants().toList())
                                .isSubsetOf(before));
    }

    @Test
    void closesWhileAPageHangs() throws Exception {
        List<ProcessHandle> before = ProcessHandle.current().descendants().toList();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var pool = new RendererPool(config(1, LONG));
            Renderer renderer = pool.renderers().getFirst();
            renderer.onPage(session -> session.page().evaluate("() => { scene.render = () => { for (;;); } }"));
            Future<?> hanging = threads.submit(() -> render(pool, TestingBoxes.cube(), OPTIONS));
            await().atMost(Duration.ofSeconds(5)).until(() -> renderer.busy());

            pool.close();

            assertThatThrownBy(hanging::get).hasCauseInstanceOf(TaskFailure.class);
        }
        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(
                        () -> assertThat(ProcessHandle.current().descendants().toList())
                                .isSubsetOf(before));
    }

    private static void assertRenderFailed(RendererPool pool) {
        assertThatThrownBy(() -> render(pool, TestingBoxes.cube(), OPTIONS))
                .isInstanceOfSatisfying(
                        TaskFailure.class, failure -> assertThat(failure.code()).isEqualTo(FailureCode.RENDER_FAILED));
    }

    private static void uninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
