// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.projection.picture;

import static com.avvyland.worker.projection.picture.TestingDrawing.BOTTLE;
import static com.avvyland.worker.projection.picture.TestingDrawing.CHAIR;
import static com.avvyland.worker.projection.picture.TestingDrawing.MUG;
import static com.avvyland.worker.projection.picture.TestingDrawing.RADIO;
import static com.avvyland.worker.projection.picture.TestingDrawing.WHITE_VASE;
import static com.avvyland.worker.projection.picture.TestingDrawing.busy;
import static com.avvyland.worker.projection.picture.TestingDrawing.draw;
import static com.avvyland.worker.projection.picture.TestingDrawing.gradient;
import static com.avvyland.worker.projection.picture.TestingDrawing.jpeg;
import static com.avvyland.worker.projection.picture.TestingDrawing.plain;
import static com.avvyland.worker.projection.picture.TestingDrawing.png;
import static com.avvyland.worker.projection.picture.TestingDrawing.raster;
import static com.avvyland.worker.projection.picture.TestingDrawing.shadow;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.avvyland.worker.projection.picture.TestingDrawing.Part;
import com.avvyland.worker.task.Image;
import java.awt.image.BufferedImage;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Promises that what stands on a plain background is cut out as it was drawn, and that nothing is cut out of anything else. */
class LocalCutoutTest {

    private static final int SIZE = 512;

    static Stream<Arguments> plainBackgrounds() {
        return Stream.of(
                arguments(
                        "mug with a handle on white",
                        MUG,
                        png(draw(plain(0xffffff).then(MUG), SIZE))),
                arguments("chair on white", CHAIR, png(draw(plain(0xffffff).then(CHAIR), SIZE))),
                arguments("chair on blue", CHAIR, png(draw(plain(0x3060c0).then(CHAIR), SIZE))),
                arguments(
                        "thin antenna on grey", RADIO, png(draw(plain(0xd0d0d0).then(RADIO), SIZE))),
                arguments("white on white", WHITE_VASE, png(draw(plain(0xffffff).then(WHITE_VASE), SIZE))),
                arguments(
                        "gradient",
                        BOTTLE,
                        png(draw(gradient(0xf0f0f0, 0xa8b0c0).then(BOTTLE), SIZE))),
                arguments("black background", MUG, png(draw(plain(0x000000).then(MUG), SIZE))),
                arguments("JPEG noise", MUG, jpeg(draw(plain(0xffffff).then(MUG), SIZE), 0.6)),
                arguments(
                        "JPEG noise, thin legs",
                        CHAIR,
                        jpeg(draw(plain(0xe8e0d0).then(CHAIR), SIZE), 0.6)),
                arguments(
                        "soft shadow",
                        BOTTLE,
                        png(draw(plain(0xffffff).then(shadow()).then(BOTTLE), SIZE))),
                arguments(
                        "soft shadow as JPEG",
                        BOTTLE,
                        jpeg(draw(plain(0xf4f4f4).then(shadow()).then(BOTTLE), SIZE), 0.9)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("plainBackgrounds")
    void aCutOutHasTheOutlineThatWasDrawn(String name, Part subject, Image picture) {
        Raster truth = raster(draw(subject, SIZE));

        Raster cut = LocalCutout.cut(Raster.decode(picture)).orElseThrow();

        assertThat(overlap(cut, truth)).as("intersection over union").isGreaterThanOrEqualTo(0.98);
    }

    @Test
    void theHoleOfAHandleIsOpen() {
        Raster cut =
                LocalCutout.cut(raster(draw(plain(0xffffff).then(MUG), SIZE))).orElseThrow();

        assertThat(cut.alpha(490 * SIZE / 1000 * SIZE + 665 * SIZE / 1000)).isZero();
        assertThat(cut.alpha(490 * SIZE / 1000 * SIZE + 400 * SIZE / 1000)).isEqualTo(255);
    }

    @Test
    void everyRowOfAThinAntennaIsThere() {
        Raster cut =
                LocalCutout.cut(raster(draw(plain(0xffffff).then(RADIO), SIZE))).orElseThrow();
        int rows = 0;
        for (int y = 60; y < 260; y++) {
            int most = 0;
            for (int x = 0; x < SIZE; x++) {
                most = Math.max(most, cut.alpha(y * SIZE + x));
            }
            rows += most >= 128 ? 1 : 0;
        }

        assertThat(rows).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(ints = {0xffffff, 0x00ff00, 0x3060c0, 0xd0d0d0})
    void noHaloOfTheOldBackgroundIsSeenOnMagenta(int backdrop) {
        Raster cut =
                LocalCutout.cut(raster(draw(plain(backdrop).then(MUG), SIZE))).orElseThrow();

        Raster shown = cut.on(0xff00ff);
        Raster ideal = raster(draw(plain(0xff00ff).then(MUG), SIZE));
        double worst = 0;
        double sum = 0;
        int edge = 0;
        for (int i = 0; i < shown.argb().length; i++) {
            int alpha = cut.alpha(i);
            if (alpha > 0 && alpha < 255) {
                double share = share(shown.argb()[i], ideal.argb()[i], backdrop);
                worst = Math.max(worst, share);
                sum += share;
                edge++;
            }
        }
        assertThat(edge).isGreaterThan(500);
        assertThat(sum / edge).as("mean share of the old background").isLessThan(0.05);
        assertThat(worst).as("largest share of the old background").isLessThan(0.35);
    }

    @Test
    void aBusyBackgroundIsLeftToOthers() {
        assertThat(LocalCutout.cut(raster(draw(busy().then(MUG), SIZE)))).isEmpty();
    }

    @Test
    void anEmptyPictureHasNoSubject() {
        assertThat(LocalCutout.cut(raster(draw(plain(0xffffff), SIZE)))).isEmpty();
        assertThat(LocalCutout.cut(raster(draw(gradient(0xffffff, 0xc0c8d0), SIZE))))
                .isEmpty();
    }

    @Test
    void aSubjectAtTheEdgeIsKept() {
        Part half = TestingDrawing.moved(BOTTLE, 1, 0, 150);
        Raster truth = raster(draw(half, SIZE));

        Raster cut =
                LocalCutout.cut(raster(draw(plain(0xffffff).then(half), SIZE))).orElseThrow();

        assertThat(overlap(cut, truth)).isGreaterThanOrEqualTo(0.98);
    }

    @Test
    void aTransparentPictureIsSeenAsCutOut() {
        Backdrop backdrop = Backdrop.of(raster(draw(MUG, SIZE)));

        assertThat(backdrop.open()).isTrue();
        assertThat(Backdrop.of(raster(draw(plain(0xffffff).then(MUG), SIZE))).open())
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"16x16", "16x600", "600x16", "17x33"})
    void tinyAndNarrowPicturesDoNoHarm(String size) {
        int width = Integer.parseInt(size.substring(0, size.indexOf('x')));
        int height = Integer.parseInt(size.substring(size.indexOf('x') + 1));
        BufferedImage image = draw(plain(0xffffff).then(BOTTLE), width, height);

        LocalCutout.cut(raster(image)).ifPresent(cut -> assertThat(cut.argb()).hasSize(width * height));
    }

    /** Return how much of the way from the ideal pixel to the old background a pixel has gone. */
    private static double share(int shown, int ideal, int backdrop) {
        double dot = 0;
        double length = 0;
        for (int shift = 0; shift <= 16; shift += 8) {
            double to = (backdrop >> shift & 255) - (ideal >> shift & 255);
            dot += to * ((shown >> shift & 255) - (ideal >> shift & 255));
            length += to * to;
        }
        return length == 0 ? 0 : Math.max(0, dot / length);
    }

    static double overlap(Raster one, Raster other) {
        int both = 0;
        int any = 0;
        for (int i = 0; i < one.argb().length; i++) {
            boolean a = one.alpha(i) >= 128;
            boolean b = other.alpha(i) >= 128;
            both += a && b ? 1 : 0;
            any += a || b ? 1 : 0;
        }
        return both / (double) any;
    }
}
