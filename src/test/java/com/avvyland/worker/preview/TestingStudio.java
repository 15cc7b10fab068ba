// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.preview;

import com.avvyland.worker.task.Bytes;
import com.microsoft.playwright.Route;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Opens the worker's own studio to a bench: a camera that stands anywhere, and another's light. */
final class TestingStudio {

    private static final String BASE = "/bench/";
    private static final String MODEL = "model.glb";

    private final Renderer renderer;
    private final Map<String, Path> modules;

    /**
     * Take over a page of the worker.
     *
     * @param ours the bench's own module
     * @param light a module whose default export is a scene of lights
     */
    TestingStudio(Renderer renderer, Path ours, Path light) {
        this.renderer = renderer;
        this.modules = Map.of("ours.mjs", ours, "light.mjs", light);
    }

    @SuppressWarnings("unchecked")
    Map<String, Object> sphere(byte[] glb) {
        return (Map<String, Object>) call(glb, 512, 512, "ours.sphere(job)", Map.of());
    }

    TestingPixels picture(byte[] glb, TestingOrbit orbit) {
        String png = (String) call(glb, orbit.width(), orbit.height(), "ours.picture(job, orbit)", orbit.request());
        return TestingPixels.of(Bytes.of(Base64.getDecoder().decode(png)));
    }

    /** Light everything that follows as model-viewer does by default: it multiplies its exposure by 1.3. */
    void relight() {
        call(new byte[0], 1, 1, "ours.relight('light.mjs', 1.3)", Map.of());
    }

    private Object call(byte[] glb, int width, int height, String expression, Map<String, Object> orbit) {
        Map<String, Object> job = new HashMap<>(Map.of("base", BASE, "file", MODEL, "width", width, "height", height));
        job.putAll(Map.of("supersampling", 2, "mime", "image/png", "quality", 0.9, "background", ""));
        return renderer.onPage(session -> {
            session.page().route("**" + BASE + "**", route -> fulfil(route, glb));
            try {
                return session.page()
                        .evaluate(
                                "async ([job, orbit]) => { const ours = await import('%sours.mjs'); return (await %s) ?? true; }"
                                        .formatted(BASE, expression),
                                List.of(job, orbit));
            } finally {
                session.page().unroute("**" + BASE + "**");
            }
        });
    }

    private void fulfil(Route route, byte[] glb) {
        String file = route.request().url().replaceAll(".*" + BASE, "");
        try {
            route.fulfill(new Route.FulfillOptions()
                    .setContentType(file.equals(MODEL) ? "application/octet-stream" : "text/javascript")
                    .setBodyBytes(file.equals(MODEL) ? glb : Files.readAllBytes(modules.get(file))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
