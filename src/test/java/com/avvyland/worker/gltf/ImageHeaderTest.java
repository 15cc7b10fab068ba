// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.gltf;

import static org.assertj.core.api.Assertions.assertThat;

import com.avvyland.worker.task.Bytes;
import com.avvyland.worker.testing.TestingPng;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageHeaderTest {

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpg"})
    void readsWhatAnotherEncoderWrites(String format) throws IOException {
        var out = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(301, 47, BufferedImage.TYPE_INT_RGB), format, out);

        assertThat(read(out.toByteArray()))
                .isEqualTo(new ImageHeader(format.equals("png") ? "image/png" : "image/jpeg", 301, 47, 1));
    }

    @Test
    void writesPngThatAnotherDecoderReads() throws IOException {
        byte[] pixels = new byte[64 * 32 * 3];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (i * i / 7 % (i % 5 == 0 ? 251 : 16));
        }

        BufferedImage decoded = ImageIO.read(Bytes.of(TestingPng.rgb(64, 32, pixels)).stream());

        for (int i = 0; i < 64 * 32; i++) {
            int expected = (pixels[i * 3] & 255) << 16 | (pixels[i * 3 + 1] & 255) << 8 | (pixels[i * 3 + 2] & 255);
            assertThat(decoded.getRGB(i % 64, i / 64) & 0xff_ffff).isEqualTo(expected);
        }
    }

    @Test
    void stepsOverTheThumbnailOfAJpeg() {
        // An APP1 segment that holds a frame header of 8 x 8, then the real frame of 640 x 480.
        assertThat(read(hex("ffd8 ffe1 000d ffc0000b080008000801aa ffc0 000b 08 01e0 0280 01 011100 ffd9")))
                .isEqualTo(new ImageHeader("image/jpeg", 640, 480, 1));
    }

    @Test
    void readsTheThreeKindsOfWebp() {
        assertThat(read(hex("52494646 00000000 57454250 56503858 0a000000 00000000 7f0200 df0100")))
                .isEqualTo(new ImageHeader("image/webp", 640, 480, 1));
        assertThat(read(hex("52494646 00000000 57454250 5650384c 00000000 2f 7fc27700 00")))
                .isEqualTo(new ImageHeader("image/webp", 640, 480, 1));
        assertThat(read(hex("52494646 00000000 57454250 56503820 00000000 000000 9d012a 8002 e001")))
                .isEqualTo(new ImageHeader("image/webp", 640, 480, 1));
    }

    @Test
    void countsEveryPictureOfAKtx2() {
        ImageHeader header = read(hex("ab4b5458203230bb0d0a1a0a 00000000 01000000 80020000 e0010000 00000000 03000000"
                + "06000000 01000000 00000000"));

        assertThat(header).isEqualTo(new ImageHeader("image/ktx2", 640, 480, 18));
    }

    @Test
    void doesNotWrapOnAKtx2OfEndlessLayers() {
        ImageHeader header = read(hex("ab4b5458203230bb0d0a1a0a 00000000 01000000 00200000 00200000 ffffffff ffffffff"
                + "ffffffff 01000000 00000000"));

        assertThat(header)
                .isNotNull()
                .extracting(ImageHeader::pixels)
                .satisfies(pixels -> assertThat((long) pixels).isGreaterThan(1L << 40));
    }

    @Test
    void takesTheLargestSizeOfAnAvif() {
        String tile = "00000014 69737065 00000000 00000200 00000200";
        String whole = "00000014 69737065 00000000 00000280 000001e0";
        String ipco = "00000030 6970636f" + tile + whole;
        String avif = "00000010 66747970 61766966 00000000 00000044 6d657461 00000000 00000038 69707270" + ipco;

        assertThat(read(hex(avif))).isEqualTo(new ImageHeader("image/avif", 640, 512, 1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "474946383961 01000100 000000000000000000",
                "424d 000000000000000000000000000000000000",
                "ffd8 ffd9 0000000000000000000000",
                "ffd8 ffda 0004 0000 ffc0 000b 08 01e0 0280 01 011100",
                "ffd8 ffe0 0000 0000000000000000",
                "89504e470d0a1a0a 0000000e 49484452 00000001 00000001",
                "52494646 00000000 57454250 41424344 0000000000000000000000000000",
                "00000010 66747970 6d703432 00000000",
                "00000010 66747970 61766966 00000000 00000000 6d657461",
            })
    void refusesWhatARendererDoesNotShow(String hex) {
        assertThat(read(hex(hex))).isNull();
    }

    @Test
    void refusesAHeaderThatIsCutAnywhere() throws IOException {
        var out = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(3, 4, BufferedImage.TYPE_INT_RGB), "jpg", out);
        byte[] jpeg = out.toByteArray();
        byte[] png = TestingPng.lying(3, 4);
        for (int length = 0; length < 24; length++) {
            assertThat(read(Arrays.copyOf(png, length))).isNull();
            assertThat(read(Arrays.copyOf(jpeg, length))).isNull();
        }
    }

    private static @Nullable ImageHeader read(byte[] file) {
        byte[] around = new byte[file.length + 9];
        System.arraycopy(file, 0, around, 5, file.length);
        return ImageHeader.read(new Bytes(around, 5, file.length));
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text.replace(" ", ""));
    }
}
