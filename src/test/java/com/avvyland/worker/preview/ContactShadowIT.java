// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.preview;

import static com.avvyland.worker.preview.TestingPreviews.config;
import static com.avvyland.worker.preview.TestingPreviews.options;
import static com.avvyland.worker.preview.TestingPreviews.task;
import static org.assertj.core.api.Assertions.assertThat;

import com.avvyland.worker.source.Model;
import com.avvyland.worker.task.Bytes;
import com.avvyland.worker.task.PreviewOptions;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ContactShadowIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private static RendererPool pool;

    @BeforeAll
    static void start() {
        pool = new RendererPool(config(1, LIMIT)).start();
    }

    @AfterAll
    static void stop() {
        pool.close();
    }

    @Test
    void darkensTheGroundRoundTheFootOfAModel() {
        var without = pixels(false, options(128, 128, "0,30"));
        var with = pixels(true, options(128, 128, "0,30"));

        // Straight below the lower edge of the cube, where nothing was.
        int foot = without.drawn().y + without.drawn().height + 2;
        assertThat(without.alpha(64, foot)).isZero();
        assertThat(with.alpha(64, foot)).isBetween(20, 160);
        assertThat(with.image().getRGB(64, foot) & 0xffffff).isZero();
        // It fades before the picture ends, and the model itself is as before.
        assertThat(with.alpha(1, 1) + with.alpha(126, 126)).isZero();
        assertThat(with.image().getRGB(64, 64)).isEqualTo(without.image().getRGB(64, 64));
    }

    @Test
    void castsNothingOnACameraBelowTheGround() {
        Bytes without = bytes(false, options(64, 64, "20,-40"));

        assertThat(bytes(true, options(64, 64, "20,-40"))).isEqualTo(without);
    }

    @Test
    void leavesNothingForTheNextModel() {
        Bytes before = bytes(false, options(64, 64, "20,30"));
        bytes(true, options(64, 64, "20,30"));

        assertThat(bytes(false, options(64, 64, "20,30"))).isEqualTo(before);
    }

    @Test
    void makesTheSameBytesAgain() {
        assertThat(bytes(true, options(64, 64, "20,30"))).isEqualTo(bytes(true, options(64, 64, "20,30")));
    }

    private static TestingPixels pixels(boolean shadow, PreviewOptions options) {
        return TestingPixels.of(bytes(shadow, options));
    }

    private static Bytes bytes(boolean shadow, PreviewOptions options) {
        Model model = TestingBoxes.cube();
        return new PreviewRenderer(config(1, LIMIT, shadow), pool)
                .render(model, task(options))
                .getFirst()
                .bytes();
    }
}
