// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh.texture;

import static com.avvyland.worker.mesh.texture.TestingPictures.COLOR;
import static com.avvyland.worker.mesh.texture.TestingPictures.CUT_OUT;
import static com.avvyland.worker.mesh.texture.TestingPictures.NORMAL;
import static com.avvyland.worker.mesh.texture.TestingPictures.decoded;
import static com.avvyland.worker.mesh.texture.TestingPictures.difference;
import static com.avvyland.worker.mesh.texture.TestingPictures.file;
import static com.avvyland.worker.mesh.texture.TestingPictures.gradient;
import static com.avvyland.worker.mesh.texture.TestingPictures.header;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.avvyland.worker.config.TexturesConfig;
import com.avvyland.worker.config.TexturesConfig.Format;
import com.avvyland.worker.gltf.ImageHeader;
import com.avvyland.worker.mesh.texture.TextureRule.Derived;
import com.avvyland.worker.task.Bytes;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextureRuleTest {

    private static final int RGB = BufferedImage.TYPE_INT_RGB;
    private static final int ARGB = BufferedImage.TYPE_INT_ARGB;

    @Test
    void keepsTheVeryBytesOfWhatIsSmallEnough() throws IOException {
        Bytes png = file(gradient(64, 32, RGB), "png");

        assertThat(derive(64, Format.SOURCE, png, COLOR).file()).isSameAs(png);
    }

    @Test
    void reducesTheLongerEdgeAndKeepsTheShape() throws IOException {
        Bytes png = file(gradient(200, 100, RGB), "png");

        Derived derived = derive(64, Format.SOURCE, png, COLOR);

        assertThat(derived.mimeType()).isEqualTo("image/png");
        assertThat(derived.width()).isEqualTo(64);
        assertThat(derived.height()).isEqualTo(32);
        assertThat(decoded(derived.file()).getWidth()).isEqualTo(64);
        assertThat(difference(decoded(derived.file()), gradient(64, 32, RGB))).isLessThan(8);
    }

    @Test
    void leavesNoEdgeWithoutAPixel() throws IOException {
        Derived derived = derive(16, Format.SOURCE, file(gradient(400, 2, RGB), "png"), COLOR);

        assertThat(derived.width()).isEqualTo(16);
        assertThat(derived.height()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(
            value = Format.class,
            names = {"JPEG", "WEBP"})
    void takesTheConfiguredFormatWhereItIsSmaller(Format format) throws IOException {
        BufferedImage noisy = noise(128);
        Bytes png = file(noisy, "png");

        Derived derived = derive(128, format, png, COLOR);

        assertThat(derived.mimeType()).isEqualTo(format == Format.JPEG ? "image/jpeg" : "image/webp");
        assertThat(header(derived.file()).mimeType()).isEqualTo(derived.mimeType());
        assertThat(derived.file().length()).isLessThan(png.length());
        assertThat(difference(decoded(derived.file()), noisy)).isLessThan(64);
    }

    @Test
    void keepsThePictureWhereTheOtherFormatIsLarger() throws IOException {
        // A flat PNG is a hundred bytes; no JPEG is.
        Bytes png = file(TestingPictures.picture(64, 64, RGB, (_, _) -> 0xff336699), "png");

        assertThat(derive(64, Format.JPEG, png, COLOR).file()).isSameAs(png);
    }

    @Test
    void sparesAlphaAndNormalsFromJpeg() throws IOException {
        Bytes cutOut = file(gradient(128, 128, ARGB), "png");
        Bytes normals = file(noise(128), "png");

        Derived reduced = derive(64, Format.JPEG, cutOut, CUT_OUT);
        assertThat(reduced.mimeType()).isEqualTo("image/png");
        assertThat(difference(decoded(reduced.file()), gradient(64, 64, ARGB))).isLessThan(8);
        assertThat(derive(64, Format.JPEG, normals, NORMAL).mimeType()).isEqualTo("image/png");
        assertThat(derive(128, Format.JPEG, normals, NORMAL).file()).isSameAs(normals);
    }

    @Test
    void makesAJpegOfAPictureWhoseAlphaNobodyReads() throws IOException {
        Derived derived = derive(64, Format.JPEG, file(gradient(128, 128, ARGB), "png"), COLOR);

        assertThat(derived.mimeType()).isEqualTo("image/jpeg");
        assertThat(difference(decoded(derived.file()), gradient(64, 64, RGB))).isLessThan(12);
    }

    @Test
    void keepsAlphaInWebp() throws IOException {
        Derived derived = derive(64, Format.WEBP, file(gradient(128, 128, ARGB), "png"), CUT_OUT);

        assertThat(derived.mimeType()).isEqualTo("image/webp");
        assertThat(difference(decoded(derived.file()), gradient(64, 64, ARGB))).isLessThan(24);
    }

    @Test
    void keepsNormalsExactlyInWebp() throws IOException {
        BufferedImage normals = noise(128);

        Derived derived = derive(64, Format.WEBP, file(normals, "png"), NORMAL);

        assertThat(derived.mimeType()).isEqualTo("image/webp");
        BufferedImage expected = new TextureReducer(normals, NORMAL).reduce(64, 64);
        assertThat(difference(decoded(derived.file()), expected)).isZero();
    }

    @Test
    void keepsColoursUnderNoAlphaWhereAlphaIsNoCoverage() throws IOException {
        // Alpha is a roughness here: where it is 0 the colour still shows.
        BufferedImage picture = TestingPictures.picture(128, 128, ARGB, (_, y) -> (y % 32) * 0x070707);
        var use = new TextureUse(true, false, false, true);

        BufferedImage derived =
                decoded(derive(127, Format.WEBP, file(picture, "png"), use).file());

        assertThat(derived.getRGB(60, 60) >>> 24).isZero();
        for (int y : new int[] {2, 10, 20, 28}) {
            assertThat(derived.getRGB(60, y) & 0xff).isCloseTo(7 * y, within(12));
        }
    }

    @Test
    void keepsWhatItCannotDecode() throws IOException {
        Bytes png = file(gradient(128, 128, RGB), "png");
        Bytes broken = Bytes.of(Arrays.copyOf(png.toByteArray(), png.length() / 2));
        var ktx2 = new ImageHeader("image/ktx2", 4096, 4096, 1);
        Bytes webp = file(gradient(128, 128, RGB), "webp");

        assertThat(derive(64, Format.SOURCE, broken, COLOR).file()).isSameAs(broken);
        assertThat(derive(64, Format.SOURCE, webp, COLOR).file()).isSameAs(webp);
        assertThat(rule(64, Format.WEBP).derive(broken, ktx2, COLOR).file()).isSameAs(broken);
    }

    @Test
    void makesTheSameBytesAgain() throws IOException {
        Bytes png = file(noise(128), "png");

        assertThat(derive(64, Format.WEBP, png, COLOR).file())
                .isEqualTo(derive(64, Format.WEBP, png, COLOR).file());
    }

    @Test
    void readsEverySecondPixelOfALargePicture() throws IOException {
        Bytes stripes =
                file(TestingPictures.picture(5000, 8, RGB, (x, _) -> x % 2 == 0 ? 0xffffffff : 0xff000000), "png");

        Derived derived = derive(1000, Format.SOURCE, stripes, COLOR);

        assertThat(derived.width()).isEqualTo(1000);
        assertThat(derived.height()).isEqualTo(2);
        assertThat(decoded(derived.file()).getRGB(500, 1)).isEqualTo(0xffffffff);
    }

    @ParameterizedTest
    @ValueSource(ints = {4500, 8192})
    void neverMakesAPictureSmallerThanAsked(int edge) throws IOException {
        var random = new Random(1);
        BufferedImage grainy =
                TestingPictures.picture(5000, 8, RGB, (_, _) -> 0xff000000 | (128 + random.nextInt(8)) * 0x010101);

        Derived derived = derive(edge, Format.WEBP, file(grainy, "png"), COLOR);

        assertThat(derived.mimeType()).isEqualTo("image/webp");
        assertThat(derived.width()).isEqualTo(Math.min(edge, 5000));
    }

    private static Derived derive(int edge, Format format, Bytes file, TextureUse use) {
        return rule(edge, format).derive(file, header(file), use);
    }

    private static TextureRule rule(int edge, Format format) {
        return new TextureRule(new TexturesConfig(edge, format));
    }

    /** A gradient with grain, as photographs have it: PNG can't make it small. */
    private static BufferedImage noise(int edge) {
        var random = new Random(1);
        BufferedImage gradient = gradient(edge, edge, RGB);
        return TestingPictures.picture(edge, edge, RGB, (x, y) -> {
            int grain = random.nextInt(8);
            int argb = gradient.getRGB(x, y);
            int red = Math.min(255, (argb >> 16 & 0xff) + grain);
            int green = Math.min(255, (argb >> 8 & 0xff) + grain);
            return 0xff000000 | red << 16 | green << 8 | 96 + grain;
        });
    }
}
