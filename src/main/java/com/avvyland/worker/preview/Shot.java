// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.preview;

import static java.util.Map.entry;

import com.avvyland.worker.config.PreviewsConfig;
import com.avvyland.worker.task.Angle;
import com.avvyland.worker.task.FailureCode;
import com.avvyland.worker.task.ImageMime;
import com.avvyland.worker.task.PreviewOptions;
import com.avvyland.worker.task.TaskFailure;
import java.util.List;
import java.util.Map;

/**
 * Says how one model is to be pictured: the task's wishes over the configuration's defaults, checked.
 *
 * @param angles at least one
 * @param width pixels
 * @param height pixels
 * @param background never transparent where the format can't be
 * @param supersampling edge factor, 1..4
 * @param shadow whether the model stands on a ground that takes its shadow
 */
record Shot(
        List<Angle> angles,
        int width,
        int height,
        ImageMime mime,
        CssColor background,
        int supersampling,
        boolean shadow) {

    /** More angles than any product page shows; each costs a render. */
    private static final int ANGLES_MAX = 64;

    /** Four images of 4096 x 4096: what is held encoded, twice over, until the callback. */
    private static final long PIXELS_MAX = 4L * 4096 * 4096;

    /** The usual compromise of web images; PNG ignores it. */
    private static final double QUALITY = 0.9;

    /**
     * Merge a task's options with the configured ones.
     *
     * @throws TaskFailure permanent, when the colour is none, or angles and sizes are more than one task may ask for
     */
    static Shot of(PreviewOptions options, PreviewsConfig config) {
        List<Angle> angles = options.angles().isEmpty() ? config.angles() : options.angles();
        int width = options.width() == null ? config.width() : options.width();
        int height = options.height() == null ? config.height() : options.height();
        ImageMime mime = options.mime() == null ? config.mime() : options.mime();
        CssColor color = CssColor.parse(options.background() == null ? config.background() : options.background());
        if (angles.isEmpty() || angles.size() > ANGLES_MAX) {
            throw new TaskFailure(
                    FailureCode.INVALID_PAYLOAD,
                    "preview.angles: %d (expected: 1..%d angles)".formatted(angles.size(), ANGLES_MAX));
        }
        long pixels = (long) width * height * angles.size();
        if (pixels > PIXELS_MAX) {
            throw new TaskFailure(
                    FailureCode.INVALID_PAYLOAD,
                    "preview: %d pixels in %d angles (expected: at most %d in one task)"
                            .formatted(pixels, angles.size(), PIXELS_MAX));
        }
        // Whoever asks for the model on nothing, as a projection does, gets no ground either.
        boolean shadow = config.shadow() && !"transparent".equals(options.background());
        return new Shot(
                angles,
                width,
                height,
                mime,
                mime == ImageMime.JPEG ? color.onWhite() : color,
                config.supersampling(),
                shadow);
    }

    /** Return what the page's {@code scene.render} takes, for a model that is served under a path. */
    Map<String, Object> request(SceneServer.Publication model) {
        return Map.ofEntries(
                entry("base", model.base()),
                entry("file", model.file()),
                entry(
                        "angles",
                        angles.stream()
                                .map(angle -> Map.of("yaw", angle.yaw(), "pitch", angle.pitch()))
                                .toList()),
                entry("width", width),
                entry("height", height),
                entry("supersampling", supersampling),
                entry("shadow", shadow),
                entry("mime", mime.wireName()),
                entry("quality", QUALITY),
                entry("background", background.isTransparent() ? "" : background.css()));
    }
}
