// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.preview;

import com.avvyland.worker.config.PreviewsConfig;
import com.avvyland.worker.source.Model;
import com.avvyland.worker.task.Angle;
import com.avvyland.worker.task.Bytes;
import com.avvyland.worker.task.ImageMime;
import com.avvyland.worker.task.ModelPreviewTask;
import com.avvyland.worker.task.ModelSource;
import com.avvyland.worker.task.Preview;
import com.avvyland.worker.task.PreviewOptions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Brings configurations and tasks for tests of the previews. */
final class TestingPreviews {

    private TestingPreviews() {}

    static PreviewsConfig config(int renderers, Duration timeout) {
        return config(renderers, timeout, false);
    }

    /** Return a configuration with or without the contact shadow. */
    static PreviewsConfig config(int renderers, Duration timeout, boolean shadow) {
        return new PreviewsConfig(
                angles("front"),
                128,
                128,
                ImageMime.PNG,
                "transparent",
                2,
                shadow,
                timeout,
                renderers,
                PreviewsConfig.Gl.AUTO,
                null,
                PreviewsConfig.BrowserInstall.AUTO);
    }

    static List<Angle> angles(String... names) {
        return Stream.of(names).map(Angle::parse).toList();
    }

    static ModelPreviewTask task(PreviewOptions options) {
        return new ModelPreviewTask(
                "hash",
                "https://example.com/callback",
                null,
                null,
                List.of(),
                new ModelSource(".glb", Bytes.of((byte) 0), null, null, Map.of()),
                options);
    }

    /** Ask for angles in one size. */
    static PreviewOptions options(int width, int height, String... angles) {
        return new PreviewOptions(angles(angles), width, height, null, null);
    }

    static PreviewOptions options(@Nullable ImageMime mime, @Nullable String background) {
        return new PreviewOptions(List.of(), null, null, mime, background);
    }

    /** Render through the station, as a route does. */
    static List<Preview> render(RendererPool pool, Model model, PreviewOptions options) {
        return new PreviewRenderer(config(1, Duration.ofSeconds(60)), pool).render(model, task(options));
    }
}
