// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.preview;

import static com.avvyland.worker.preview.TestingPreviews.config;
import static com.avvyland.worker.preview.TestingPreviews.options;
import static com.avvyland.worker.preview.TestingPreviews.render;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import com.avvyland.worker.config.ByteSize;
import com.avvyland.worker.config.PreviewsConfig.Gl;
import com.avvyland.worker.source.Model;
import com.avvyland.worker.task.FailureCode;
import com.avvyland.worker.task.PreviewOptions;
import com.avvyland.worker.task.TaskFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Promises that a browser is replaced when it is worn, and that nobody notices. */
class RecyclingIT {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final PreviewOptions OPTIONS = options(64, 64, "front", "20,30");

    @Test
    void replacesABrowserThatHasGrown() {
        assumeLinux();
        try (var pool = new RendererPool(config(1, LONG, new ByteSize(1 << 20), Gl.AUTO, false))) {
            var first = render(pool, TestingBoxes.cube(), OPTIONS);

            assertThat(pool.recycled()).isEqualTo(1);
            assertThat(render(pool, TestingBoxes.cube(), OPTIONS)).isEqualTo(first);
        }
    }

    @Test
    void keepsABrowserThatHasNot() {
        assumeLinux();
        try (var pool = new RendererPool(config(1, LONG))) {
            render(pool, TestingBoxes.cube(), OPTIONS);
            render(pool, TestingBoxes.cube(), OPTIONS);

            assertThat(pool.recycled()).isZero();
            long held = pool.renderers()
                    .getFirst()
                    .onPage(session -> BrowserMemory.of(session.process().orElseThrow()))
                    .orElseThrow();
            assertThat(held).isBetween(32L << 20, 1L << 30);
        }
    }

    @Test
    void replacesABrowserAfterItsJobs() {
        try (var pool = new RendererPool(config(1, LONG), 1, 2)) {
            for (int i = 0; i < 4; i++) {
                render(pool, TestingBoxes.cube(), OPTIONS);
            }

            assertThat(pool.recycled()).isEqualTo(2);
        }
    }

    @Test
    void losesOneJobToAKilledPage() throws Exception {
        assertLosesOneJob(session -> child(session, "renderer").destroyForcibly());
    }

    @Test
    void losesOneJobToALostContext() throws Exception {
        assertLosesOneJob(session -> session.page().evaluate("""
                () => {
                  const next = OffscreenCanvas.prototype.transferToImageBitmap;
                  OffscreenCanvas.prototype.transferToImageBitmap = function () {
                    this.getContext('webgl2').getExtension('WEBGL_lose_context').loseContext();
                    return next.call(this);
                  };
                }"""));
    }

    @Test
    void leavesNoZombieAfterManyDeaths() {
        List<ProcessHandle> before = ProcessHandle.current().descendants().toList();
        try (var pool = new RendererPool(config(1, LONG))) {
            for (int i = 0; i < 5; i++) {
                pool.renderers().getFirst().onPage(BrowserSession::kill);
                assertFails(pool);
                render(pool, TestingBoxes.cube(), OPTIONS);
            }
            List<ProcessHandle> living = ProcessHandle.current().descendants().toList();
            assertThat(living.stream()
                            .filter(process -> TestingProcesses.state(process).equals("Z")))
                    .as("defunct children of this process")
                    .isEmpty();
        }
        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(
                        () -> assertThat(ProcessHandle.current().descendants().toList())
                                .isSubsetOf(before));
    }

    @Test
    void rendersTheSameBytesAfterARestartAndInAnotherOrder() throws Exception {
        List<Model> models =
                List.of(TestingBoxes.cube(), TestingTextures.quad(), TestingBoxes.cube(), TestingTextures.quad());
        var straight = new ArrayList<Object>();
        try (var pool = new RendererPool(config(1, LONG))) {
            for (Model model : models) {
                straight.add(render(pool, model, OPTIONS));
            }
        }
        var reversed = new ArrayList<Object>();
        try (var pool = new RendererPool(config(1, LONG))) {
            for (Model model : models.reversed()) {
                reversed.add(render(pool, model, OPTIONS));
            }
        }
        assertThat(reversed.reversed()).isEqualTo(straight);
    }

    @Test
    void rendersWhereSharedMemoryIsFull() throws Exception {
        String small = "mount -t tmpfs -o size=64k tmpfs /dev/shm";
        assumeThat(runs("unshare", "-m", "sh", "-c", small))
                .as("a /dev/shm of its own, which takes root and the right to mount")
                .isTrue();
        String full = small + " && dd if=/dev/zero of=/dev/shm/full bs=1k count=64" + " && exec \"$0\" \"$@\"";
        Process process = new ProcessBuilder(
                        "unshare",
                        "-m",
                        "sh",
                        "-c",
                        full,
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        TestingRender.class.getName())
                .redirectErrorStream(true)
                .start();

        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(printed).isZero();
        assertThat(printed).contains("rendered 2");
    }

    private static void assumeLinux() {
        assumeThat(Files.exists(Path.of("/proc/self/status")))
                .as("memory of processes is read from /proc, as Linux has it")
                .isTrue();
    }

    private static boolean runs(String... command) {
        try {
            return new ProcessBuilder(command).start().waitFor() == 0;
        } catch (IOException | InterruptedException none) {
            return false;
        }
    }

    private static void assertLosesOneJob(Renderer.SessionTask<?> harm) {
        try (var pool = new RendererPool(config(1, LONG))) {
            var before = render(pool, TestingBoxes.cube(), OPTIONS);
            pool.renderers().getFirst().onPage(harm);

            assertFails(pool);

            assertThat(render(pool, TestingBoxes.cube(), OPTIONS)).isEqualTo(before);
            assertThat(pool.recycled()).isEqualTo(1);
        }
    }

    private static void assertFails(RendererPool pool) {
        assertThatThrownBy(() -> render(pool, TestingBoxes.cube(), OPTIONS))
                .isInstanceOfSatisfying(
                        TaskFailure.class, failure -> assertThat(failure.code()).isEqualTo(FailureCode.RENDER_FAILED));
    }

    private static ProcessHandle child(BrowserSession session, String type) {
        return session.process()
                .orElseThrow()
                .descendants()
                .filter(process -> TestingProcesses.commandLine(process).contains("--type=" + type))
                .findFirst()
                .orElseThrow();
    }
}
