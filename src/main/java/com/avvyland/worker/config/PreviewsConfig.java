// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.config;

import com.avvyland.worker.task.Angle;
import com.avvyland.worker.task.ImageMime;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Says how previews are rendered where a task does not.
 *
 * @param angles what to render by default, in order
 * @param width pixels, 16..4096
 * @param height pixels, 16..4096
 * @param mime default image format
 * @param background CSS colour, or {@code transparent}
 * @param supersampling edge factor of the rendered image before it is reduced, 1..4
 * @param shadow whether the model stands on a ground that takes its shadow
 * @param timeout for all images of one task; past it the page is killed, the worker goes on
 * @param renderers browsers kept warm, one page each
 * @param gl which OpenGL the browser uses
 * @param browser path of a Chromium; absent: looked for on PATH and in the usual places
 * @param browserInstall whether a missing Chromium may be installed
 */
public record PreviewsConfig(
        List<Angle> angles,
        int width,
        int height,
        ImageMime mime,
        String background,
        int supersampling,
        boolean shadow,
        Duration timeout,
        int renderers,
        Gl gl,
        @Nullable String browser,
        BrowserInstall browserInstall) {

    public PreviewsConfig {
        angles = List.copyOf(angles);
    }

    /** Names the OpenGL implementations a browser can be started with. */
    public enum Gl {
        /** Mesa through EGL where it is installed, else SwiftShader. */
        AUTO,
        EGL,
        SWIFTSHADER
    }

    /** Says when a browser is installed. */
    public enum BrowserInstall {
        /** On the first start, when none is found. */
        AUTO,
        NEVER
    }
}
