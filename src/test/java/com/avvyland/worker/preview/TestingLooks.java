// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.preview;

import com.avvyland.worker.source.Model;
import com.avvyland.worker.task.Bytes;
import com.avvyland.worker.task.ImageMime;
import com.avvyland.worker.task.Preview;
import com.avvyland.worker.task.PreviewOptions;
import com.avvyland.worker.testing.TestingNode;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Pictures models with the worker's previewer, and view.cbor with its loader in the same studio, from the same angles. */
final class TestingLooks implements AutoCloseable {

    static final List<String> ANGLES = List.of("front", "right", "back", "three_quarter", "-145,40");
    static final int EDGE = 512;
    static final double AT_REST = -1;

    private static final String VIEW = "/view/";

    private final RendererPool pool = new RendererPool(TestingPreviews.config(1, Duration.ofSeconds(120))).start();
    private final PreviewOptions options = new PreviewOptions(
            TestingPreviews.angles(ANGLES.toArray(String[]::new)), EDGE, EDGE, ImageMime.PNG, "transparent");

    RendererPool pool() {
        return pool;
    }

    List<TestingPixels> glb(byte[] glb) {
        return TestingPreviews.render(pool, new Model(".glb", Bytes.of(glb), Map.of()), options).stream()
                .map(Preview::bytes)
                .map(TestingPixels::of)
                .toList();
    }

    /**
     * Picture a view.cbor at rest.
     *
     * @param decoder meshoptimizer's module of npm
     */
    List<TestingPixels> view(byte[] view, Path decoder) {
        return after(AT_REST, "view.cbor", view, decoder);
    }

    /**
     * Picture a {@code .glb}, by Three's own loader, or a {@code .cbor} in the middle of all its animations.
     *
     * @param name tells which
     */
    List<TestingPixels> after(double seconds, String name, byte[] file, Path decoder) {
        Shot shot = Shot.of(options, TestingPreviews.config(1, Duration.ofSeconds(120)));
        Renderer renderer = pool.renderers().getFirst();
        return renderer
                .onPage(session -> {
                    Page page = session.page();
                    page.route("**" + VIEW + "**", route -> fulfil(route, file, decoder));
                    try {
                        Map<String, Object> request = new HashMap<>(
                                shot.request(new SceneServer.Publication(VIEW, name, () -> Bytes.EMPTY, () -> {})));
                        request.put("seconds", seconds);
                        return SceneReply.of(page.evaluate(
                                "request => import('/view/page.mjs').then((page) => page.render(request))", request));
                    } finally {
                        page.unroute("**" + VIEW + "**");
                    }
                })
                .images()
                .stream()
                .map(Bytes::of)
                .map(TestingPixels::of)
                .toList();
    }

    /** Find meshoptimizer's decoder in what {@code src/test/js/view} installs; without Node.js the test is skipped. */
    static Path decoder() throws Exception {
        TestingNode.install("view");
        return Path.of("target/js/view/node_modules/meshoptimizer/meshopt_decoder.mjs");
    }

    private static void fulfil(Route route, byte[] model, Path decoder) {
        String file = route.request().url().replaceAll(".*/view/", "");
        try {
            route.fulfill(new Route.FulfillOptions()
                    .setContentType(file.endsWith(".mjs") ? "text/javascript" : "application/octet-stream")
                    .setBodyBytes(
                            switch (file) {
                                case "view.cbor", "canonical.glb" -> model;
                                case "meshopt_decoder.mjs" -> Files.readAllBytes(decoder);
                                case "page.mjs" -> Files.readAllBytes(Path.of("src/test/js/look/page.mjs"));
                                default -> resource("view/" + file);
                            }));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = TestingLooks.class.getClassLoader().getResourceAsStream(name)) {
            return Objects.requireNonNull(in, name).readAllBytes();
        }
    }

    @Override
    public void close() {
        pool.close();
    }
}
