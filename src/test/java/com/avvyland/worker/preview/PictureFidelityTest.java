// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.preview;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.avvyland.worker.testing.TestingNode;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.function.IntBinaryOperator;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Holds the measures against what is known of them, and against npm's pixelmatch and ssim.js. */
class PictureFidelityTest {

    private static final int WIDTH = 96;
    private static final int HEIGHT = 80;

    @TempDir
    Path folder;

    @Test
    void findsNothingBetweenAPictureAndItself() {
        TestingPixels picture = picture((x, y) -> 0xff000000 | x * 2 << 16 | y * 3 << 8 | (x ^ y));

        PictureFidelity same = PictureFidelity.of(picture, picture);

        assertThat(same.psnr()).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(same.ssim()).isCloseTo(1, within(1e-12));
        assertThat(same.yiq()).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(same.overlap()).isEqualTo(1);
    }

    /** One part in 255 is 48.13 dB, and ten times as much is 20 dB less. */
    @ParameterizedTest
    @CsvSource({"1, 48.1308", "10, 28.1308"})
    void countsAnErrorInDecibels(int error, double decibels) {
        TestingPixels dark = picture((x, y) -> 0xff646464);
        TestingPixels light = picture((x, y) -> 0xff646464 + error * 0x010101);

        assertThat(PictureFidelity.of(dark, light).psnr()).isCloseTo(decibels, within(1e-3));
    }

    @Test
    void overlapsByWhatBothCover() {
        TestingPixels left = picture((x, y) -> x < 60 ? 0xff00ff00 : 0);
        TestingPixels right = picture((x, y) -> x >= 30 && x < 60 ? 0xff00ff00 : x < 90 && x >= 60 ? 0xff0000ff : 0);

        assertThat(PictureFidelity.of(left, right).overlap()).isCloseTo(30.0 / 90, within(1e-9));
    }

    @Test
    void looksAtTheCandidatesPixelsAloneInYiq() {
        TestingPixels candidate = picture((x, y) -> x < 48 ? 0xff000000 : 0);
        TestingPixels white = picture((x, y) -> 0xffffffff);

        assertThat(PictureFidelity.of(candidate, white).yiq())
                .isCloseTo(10 * Math.log10(0.5053 * 255 * 255 / 35215), within(1e-3));
        assertThat(PictureFidelity.of(white, candidate).yiq())
                .isCloseTo(10 * Math.log10(Math.sqrt(0.5) * 0.5053 * 255 * 255 / 35215), within(1e-3));
    }

    @ParameterizedTest
    @CsvSource({"ff102030, ff203010", "ffff0000, ff0000ff", "80ff8000, ff404040", "40000000, 00000000"})
    void measuresYiqAsPixelmatchDoes(String left, String right) throws Exception {
        TestingPixels a = picture((x, y) -> Integer.parseUnsignedInt(left, 16));
        TestingPixels b = picture((x, y) -> Integer.parseUnsignedInt(right, 16));

        assertThat(PictureFidelity.of(a, b).yiq()).isCloseTo(oracle("distance", a, b), within(0.01));
    }

    @Test
    void measuresStructureAsSsimJsDoes() throws Exception {
        TestingPixels a = picture((x, y) -> 0xff000000 | wave(x, y) << 16 | wave(y, x) << 8 | wave(x + y, x));
        TestingPixels b = picture((x, y) -> 0xff000000 | wave(x, y + 4) << 16 | wave(y, x) << 8 | 90);

        double ssim = PictureFidelity.of(a, b).ssim();

        assertThat(ssim).isBetween(0.2, 0.95).isCloseTo(oracle("ssim", a, b), within(1e-3));
    }

    @Test
    void refusesPicturesOfTwoSizes() {
        TestingPixels small = new TestingPixels(new BufferedImage(20, 20, BufferedImage.TYPE_INT_ARGB));

        assertThatThrownBy(() -> PictureFidelity.of(small, picture((x, y) -> 0)))
                .hasMessage("pictures: 20 x 20 and 96 x 80 (expected: one size)");
    }

    private static int wave(int x, int y) {
        return (int) (127 + 100 * Math.sin(x * 0.3) * Math.cos(y * 0.2));
    }

    private static TestingPixels picture(IntBinaryOperator color) {
        var image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_ARGB);
        for (int i = 0; i < WIDTH * HEIGHT; i++) {
            image.setRGB(i % WIDTH, i / WIDTH, color.applyAsInt(i % WIDTH, i / WIDTH));
        }
        return new TestingPixels(image);
    }

    private double oracle(String what, TestingPixels a, TestingPixels b) throws Exception {
        TestingNode npm = TestingNode.install("fidelity");
        ImageIO.write(a.image(), "png", folder.resolve("a.png").toFile());
        ImageIO.write(b.image(), "png", folder.resolve("b.png").toFile());
        String said = npm.output(
                "oracle.cjs",
                what,
                folder.resolve("a.png").toString(),
                folder.resolve("b.png").toString());
        return Double.parseDouble(said.strip());
    }
}
