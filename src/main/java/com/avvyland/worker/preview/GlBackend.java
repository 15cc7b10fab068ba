// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.preview;

import com.avvyland.worker.config.PreviewsConfig.Gl;
import java.util.Locale;
import java.util.Optional;

/** Names what renders really; ANGLE falls back without a word, so what was asked for says nothing. */
enum GlBackend {
    GPU,
    /** Mesa's rasteriser, through OpenGL or Vulkan. */
    LLVMPIPE,
    /** The rasteriser that Chromium brings. */
    SWIFTSHADER;

    /** Read WebGL's UNMASKED_RENDERER. */
    static GlBackend of(String renderer) {
        String name = renderer.toLowerCase(Locale.ROOT);
        if (name.contains("swiftshader")) {
            return SWIFTSHADER;
        }
        return name.contains("llvmpipe") || name.contains("softpipe") ? LLVMPIPE : GPU;
    }

    /**
     * Return what an operator should know when this renders, as one sentence; empty when all is as asked for.
     *
     * @param gpu whether the machine seems to have one
     */
    Optional<String> complaint(Gl asked, boolean gpu) {
        return switch (this) {
            case GPU -> Optional.empty();
            case LLVMPIPE ->
                gpu || asked == Gl.VULKAN
                        ? Optional.of("the processor renders, not a GPU (expected: its driver installed, and /dev/dri"
                                + " readable for this user)")
                        : Optional.empty();
            case SWIFTSHADER ->
                switch (asked) {
                    case SWIFTSHADER -> Optional.empty();
                    case VULKAN ->
                        Optional.of("SwiftShader renders, not a GPU: about three times the time of Mesa's rasteriser"
                                + " (expected: a GPU's Vulkan driver, or previews.gl: auto)");
                    case AUTO, EGL ->
                        Optional.of("SwiftShader renders: about three times the time of Mesa's rasteriser (expected:"
                                + " packages libegl1, libegl-mesa0 and libgl1-mesa-dri)");
                };
        };
    }
}
