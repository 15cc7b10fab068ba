// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.preview;

import static com.avvyland.worker.preview.TestingPreviews.angles;
import static com.avvyland.worker.preview.TestingPreviews.config;
import static com.avvyland.worker.preview.TestingPreviews.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.avvyland.worker.config.PreviewsConfig;
import com.avvyland.worker.task.Angle;
import com.avvyland.worker.task.ImageMime;
import com.avvyland.worker.task.PreviewOptions;
import java.time.Duration;
import java.util.Collections;
import org.junit.jupiter.api.Test;

class ShotTest {

    @Test
    void laysNoShadowUnderAModelThatIsAskedForOnNothing() {
        PreviewsConfig shadows = TestingPreviews.config(1, Duration.ofSeconds(60), true);

        assertThat(Shot.of(PreviewOptions.UNSET, shadows).shadow()).isTrue();
        assertThat(Shot.of(TestingPreviews.options(null, "#ffffff"), shadows).shadow())
                .isTrue();
        assertThat(Shot.of(TestingPreviews.options(null, "transparent"), shadows)
                        .shadow())
                .isFalse();
        assertThat(Shot.of(PreviewOptions.UNSET, TestingPreviews.config(1, Duration.ofSeconds(60)))
                        .shadow())
                .isFalse();
    }

    private static final PreviewsConfig CONFIG = config(1, Duration.ofSeconds(1));

    @Test
    void takesFromTheConfigurationWhatTheTaskLeavesOut() {
        assertThat(Shot.of(PreviewOptions.UNSET, CONFIG))
                .isEqualTo(new Shot(angles("front"), 128, 128, ImageMime.PNG, CssColor.TRANSPARENT, 2, false));
    }

    @Test
    void prefersTheTask() {
        var options = new PreviewOptions(angles("top", "1,2"), 20, 30, ImageMime.WEBP, "#010203");

        assertThat(Shot.of(options, CONFIG))
                .isEqualTo(new Shot(angles("top", "1,2"), 20, 30, ImageMime.WEBP, new CssColor(1, 2, 3, 1), 2, false));
    }

    @Test
    void whitensATransparentJpeg() {
        assertThat(Shot.of(options(ImageMime.JPEG, null), CONFIG).background()).isEqualTo(CssColor.WHITE);
    }

    @Test
    void boundsAnglesAndPixels() {
        var many = new PreviewOptions(Collections.nCopies(65, Angle.parse("front")), 16, 16, null, null);
        assertThatThrownBy(() -> Shot.of(many, CONFIG)).hasMessage("preview.angles: 65 (expected: 1..64 angles)");

        var large = new PreviewOptions(Collections.nCopies(5, Angle.parse("front")), 4096, 4096, null, null);
        assertThatThrownBy(() -> Shot.of(large, CONFIG)).hasMessageContaining("83886080 pixels in 5 angles");
        assertThat(Shot.of(
                                new PreviewOptions(
                                        Collections.nCopies(4, Angle.parse("front")), 4096, 4096, null, null),
                                CONFIG)
                        .angles())
                .hasSize(4);
    }
}
