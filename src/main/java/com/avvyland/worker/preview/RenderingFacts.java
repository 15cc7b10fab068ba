// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.preview;

import com.avvyland.worker.config.PreviewsConfig;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/**
 * Tells what really renders on this machine.
 *
 * @param browser the program
 * @param version of the browser
 * @param node the program that drives it
 * @param root whether this process is root, which Chromium's sandbox refuses to run under
 * @param sandboxed whether Chromium's sandbox is on
 * @param renderer what WebGL says that it renders with
 * @param complaint what an operator should know of it; empty when all is as configured
 * @param draws whether a triangle that was drawn is there when it is read back
 * @param renderers how many browsers a worker keeps warm
 */
public record RenderingFacts(
        Path browser,
        String version,
        Path node,
        boolean root,
        boolean sandboxed,
        String renderer,
        Optional<String> complaint,
        boolean draws,
        int renderers) {

    /** Draws a green triangle over all of a canvas and reads its middle. */
    private static final String TRIANGLE = """
            () => {
              const gl = new OffscreenCanvas(8, 8).getContext('webgl2');
              const shader = (type, source) => {
                const made = gl.createShader(type);
                gl.shaderSource(made, source);
                gl.compileShader(made);
                return made;
              };
              const program = gl.createProgram();
              gl.attachShader(program, shader(gl.VERTEX_SHADER, `#version 300 es
                void main() { gl_Position = vec4(gl_VertexID == 1 ? 3.0 : -1.0, gl_VertexID == 2 ? 3.0 : -1.0, 0.0, 1.0); }`));
              gl.attachShader(program, shader(gl.FRAGMENT_SHADER, `#version 300 es
                precision mediump float;
                out vec4 color;
                void main() { color = vec4(0.0, 1.0, 0.0, 1.0); }`));
              gl.linkProgram(program);
              gl.useProgram(program);
              gl.drawArrays(gl.TRIANGLES, 0, 3);
              const pixel = new Uint8Array(4);
              gl.readPixels(4, 4, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, pixel);
              return pixel.join();
            }""";

    /**
     * Return how many browsers a worker keeps warm; nothing is started.
     *
     * @param tasks how many tasks the worker runs at once
     */
    public static int renderers(PreviewsConfig config, int tasks) {
        return RendererCount.of(config, tasks);
    }

    /**
     * Start a browser as a worker would, and look.
     *
     * @param tasks how many tasks the worker runs at once
     * @throws MissingPrerequisiteException when there is no Chromium or no Node.js and none can be installed
     * @throws com.avvyland.worker.task.TaskFailure when the browser does not start
     */
    public static RenderingFacts of(PreviewsConfig config, int tasks) {
        Path browser = Chromium.require(config);
        Path node = NodeJs.require(config.browserInstall() == PreviewsConfig.BrowserInstall.AUTO);
        boolean root = Machine.isRoot();
        boolean gpu = Machine.hasGpu();
        try (var scene = new SceneServer();
                var renderer = new Renderer(
                        "doctor",
                        node,
                        new LaunchPlan(browser, config.gl(), !root, scene.port()),
                        scene,
                        Scratch.ofProcess().folder(),
                        new LongAdder(),
                        new Wear(Wear.JOBS_MAX, Long.MAX_VALUE),
                        new GlNotice(config.gl(), gpu))) {
            return renderer.onPage(session -> new RenderingFacts(
                    browser,
                    session.version(),
                    node,
                    root,
                    session.sandboxed(),
                    session.glRenderer(),
                    GlBackend.of(session.glRenderer()).complaint(config.gl(), gpu),
                    session.page().evaluate(TRIANGLE).equals("0,255,0,255"),
                    RendererCount.of(config, tasks)));
        }
    }
}
