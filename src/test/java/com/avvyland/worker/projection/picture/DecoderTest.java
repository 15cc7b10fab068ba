// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.projection.picture;

import static com.avvyland.worker.projection.picture.TestingDrawing.MUG;
import static com.avvyland.worker.projection.picture.TestingDrawing.as;
import static com.avvyland.worker.projection.picture.TestingDrawing.draw;
import static com.avvyland.worker.projection.picture.TestingDrawing.jpeg;
import static com.avvyland.worker.projection.picture.TestingDrawing.plain;
import static com.avvyland.worker.projection.picture.TestingDrawing.png;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.avvyland.worker.task.Bytes;
import com.avvyland.worker.task.Image;
import com.avvyland.worker.task.TaskFailure;
import java.awt.Color;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.HexFormat;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Promises which pictures are read, and that they are read as they look. */
class DecoderTest {

    @Test
    void aTransparentPngKeepsItsAlpha() {
        BufferedImage drawn = draw(MUG, 100);

        assertThat(Raster.decode(png(drawn)).argb()).isEqualTo(drawn.getRGB(0, 0, 100, 100, null, 0, 100));
    }

    @Test
    void losslessWebpIsRead() {
        BitSet green = new BitSet();
        green.set(40 * 20 + 7);
        green.set(40 * 20 + 8);

        Raster raster = Raster.decode(TestingWebp.of(40, 30, 0x104020, green));

        assertThat(raster.width()).isEqualTo(40);
        assertThat(raster.height()).isEqualTo(30);
        for (int i = 0; i < 40 * 30; i++) {
            assertThat(raster.argb()[i]).isEqualTo(green.get(i) ? 0xff10ff20 : 0xff104020);
        }
    }

    /** Written by libwebp. The decoder spreads chroma another way at edges, and some whole blocks are a few levels off. */
    @Test
    void lossyWebpLooksLikeWhatWasDrawn() throws IOException {
        BufferedImage drawn = draw(MUG, 200);

        ByteArrayOutputStream webp = new ByteArrayOutputStream();
        assertThat(ImageIO.write(drawn, "webp", webp)).isTrue();

        Raster raster = Raster.decode(new Image("image/webp", Bytes.of(webp.toByteArray()), 200, 200));

        long sum = 0;
        int[] expected = drawn.getRGB(0, 0, 200, 200, null, 0, 200);
        for (int i = 0; i < expected.length; i++) {
            assertThat(raster.argb()[i] >>> 24).isEqualTo(expected[i] >>> 24);
            for (int shift = 0; shift < 24 && expected[i] >>> 24 == 255; shift += 8) {
                sum += Math.abs((raster.argb()[i] >> shift & 255) - (expected[i] >> shift & 255));
            }
        }
        assertThat(sum / 3.0 / expected.length).isLessThan(3);
    }

    @Test
    void sixteenBitsBecomeEight() {
        ComponentColorModel model = new ComponentColorModel(
                ColorSpace.getInstance(ColorSpace.CS_sRGB),
                true,
                false,
                BufferedImage.TRANSLUCENT,
                DataBuffer.TYPE_USHORT);
        WritableRaster samples = model.createCompatibleWritableRaster(32, 16);
        for (int i = 0; i < 32 * 16; i++) {
            samples.setPixel(i % 32, i / 32, new int[] {0x8000, 0x40ff, 0xffff, i < 100 ? 0x7f00 : 0xffff});
        }

        Raster raster = Raster.decode(png(new BufferedImage(model, samples, false, null)));

        assertThat(channels(raster.argb()[0])).isEqualTo("7f 80 41 ff");
        assertThat(channels(raster.argb()[400])).isEqualTo("ff 80 41 ff");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 40, 128, 200, 255})
    void greyKeepsItsBrightness(int level) {
        BufferedImage grey = new BufferedImage(32, 32, BufferedImage.TYPE_BYTE_GRAY);
        BufferedImage deep = new BufferedImage(32, 32, BufferedImage.TYPE_USHORT_GRAY);
        for (int i = 0; i < 32 * 32; i++) {
            grey.getRaster().setSample(i % 32, i / 32, 0, level);
            deep.getRaster().setSample(i % 32, i / 32, 0, level * 257);
        }

        int expected = 0xff000000 | level * 0x010101;
        assertThat(Raster.decode(png(grey)).argb()).containsOnly(expected);
        assertThat(Raster.decode(png(deep)).argb()).containsOnly(expected);
        assertThat(Raster.decode(jpeg(grey, 0.95)).argb()).containsOnly(expected);
    }

    @Test
    void greyWithAlphaKeepsBoth() {
        ComponentColorModel model = new ComponentColorModel(
                ColorSpace.getInstance(ColorSpace.CS_GRAY),
                true,
                false,
                BufferedImage.TRANSLUCENT,
                DataBuffer.TYPE_BYTE);
        WritableRaster samples = model.createCompatibleWritableRaster(16, 16);
        for (int i = 0; i < 256; i++) {
            samples.setPixel(i % 16, i / 16, new int[] {100, 60});
        }

        assertThat(Raster.decode(png(new BufferedImage(model, samples, false, null)))
                        .argb())
                .containsOnly(0x3c646464);
    }

    @Test
    void palettesAreRead() {
        byte[] red = {0, (byte) 200, 10, 0};
        byte[] green = {0, 100, 20, 0};
        byte[] blue = {0, 50, 30, (byte) 255};
        byte[] alpha = {0, (byte) 255, (byte) 255, (byte) 255};
        BufferedImage image = new BufferedImage(
                16, 16, BufferedImage.TYPE_BYTE_INDEXED, new IndexColorModel(8, 4, red, green, blue, alpha));
        for (int i = 0; i < 256; i++) {
            image.getRaster().setSample(i % 16, i / 16, 0, i % 4);
        }

        Raster raster = Raster.decode(png(image));

        assertThat(raster.alpha(0)).isZero();
        assertThat(raster.argb()[1]).isEqualTo(0xffc86432);
        assertThat(raster.argb()[2]).isEqualTo(0xff0a141e);
        assertThat(raster.argb()[3]).isEqualTo(0xff0000ff);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void greyOfFewBitsIsRead(int bits) {
        int last = (1 << bits) - 1;
        byte[] levels = new byte[last + 1];
        for (int i = 0; i <= last; i++) {
            levels[i] = (byte) (255 * i / last);
        }
        BufferedImage image = new BufferedImage(
                16, 16, BufferedImage.TYPE_BYTE_BINARY, new IndexColorModel(bits, last + 1, levels, levels, levels));
        for (int i = 0; i < 256; i++) {
            image.getRaster().setSample(i % 16, i / 16, 0, i % (last + 1));
        }

        Raster raster = Raster.decode(png(image));

        for (int i = 0; i < 256; i++) {
            assertThat(raster.argb()[i]).isEqualTo(0xff000000 | (levels[i % (last + 1)] & 255) * 0x010101);
        }
    }

    @Test
    void cmykIsReadAsItLooks() {
        WritableRaster samples = java.awt.image.Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, 32, 32, 4, null);
        for (int i = 0; i < 32 * 32; i++) {
            samples.setPixel(i % 32, i / 32, new int[] {255, 0, 0, 255});
        }
        byte[] four = jpeg(new IIOImage(samples, null, null), 0.95).bytes().toByteArray();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(four, 0, 2);
        // Adobe's marker, as Photoshop writes it: four inks without a transform, 255 for none. No cyan, all magenta and
        // yellow.
        out.writeBytes(HexFormat.of().parseHex("ffee000e41646f626500640000000000"));
        out.write(four, 2, four.length - 2);

        assertThat(name(Raster.decode(image(out.toByteArray())), 16, 16)).isEqualTo("red");
    }

    /** Corners clockwise from above left, by what TIFF 6.0 says of each value. */
    @ParameterizedTest
    @CsvSource({
        "1, red green yellow blue",
        "2, green red blue yellow",
        "3, yellow blue red green",
        "4, blue yellow green red",
        "5, red blue yellow green",
        "6, blue red green yellow",
        "7, yellow green red blue",
        "8, green yellow blue red",
        "0, red green yellow blue",
        "9, red green yellow blue"
    })
    void aPhotoIsTurnedAsItsCameraWasHeld(int tag, String corners) {
        BufferedImage stored = draw(
                canvas -> {
                    Color[] colours = {Color.RED, Color.GREEN, Color.BLUE, Color.YELLOW};
                    for (int i = 0; i < 4; i++) {
                        canvas.setColor(colours[i]);
                        canvas.fillRect(i % 2 * 500, i / 2 * 500, 500, 500);
                    }
                },
                64,
                32);

        Raster seen = Raster.decode(oriented(jpeg(stored, 0.95), tag));

        boolean turned = tag >= 5 && tag <= 8;
        assertThat(seen.width()).isEqualTo(turned ? 32 : 64);
        assertThat(seen.height()).isEqualTo(turned ? 64 : 32);
        int right = seen.width() - 4;
        int low = seen.height() - 4;
        assertThat("%s %s %s %s"
                        .formatted(name(seen, 3, 3), name(seen, right, 3), name(seen, right, low), name(seen, 3, low)))
                .isEqualTo(corners);
    }

    @Test
    void brokenExifLeavesAPhotoAsItIs() {
        Image photo = jpeg(draw(plain(0x336699), 64, 32), 0.9);
        byte[] whole = oriented(photo, 6).bytes().toByteArray();
        for (int at = 6; at < 38; at++) {
            byte[] broken = whole.clone();
            broken[at] ^= (byte) 0x55;

            assertThat(Raster.decode(image(broken)).argb()).hasSize(64 * 32);
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "15, 400", "400, 15", "30000, 30000", "2147483647, 2147483647", "16, 2147483647", "8192, 6401"})
    void whatIsTooSmallOrTooLargeIsRefusedByItsHeader(int width, int height) {
        byte[] png = png(draw(plain(0xffffff), 16)).bytes().toByteArray();
        ByteBuffer.wrap(png).putInt(16, width).putInt(20, height);

        assertThatThrownBy(() -> Raster.decode(image(png)))
                .isInstanceOf(TaskFailure.class)
                .hasMessage("image: %d x %d pixels (expected: edges from 16, at most 52428800 pixels)"
                        .formatted(width, height));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "GIF89a..........", "not a picture", "<svg xmlns='http://www.w3.org/2000/svg'/>"})
    void otherContentIsRefused(String content) {
        assertThatThrownBy(() -> Raster.decode(image(content.getBytes(StandardCharsets.US_ASCII))))
                .isInstanceOf(TaskFailure.class)
                .hasMessage("image: unknown content (expected: a PNG, JPEG or WebP)");
    }

    @Test
    void aLargePictureIsReadInPart() {
        BufferedImage large = as(draw(plain(0x336699), 4200, 40), BufferedImage.TYPE_INT_RGB);

        Raster raster = Raster.decode(png(large));

        assertThat(raster.width()).isEqualTo(2100);
        assertThat(raster.argb()).containsOnly(0xff336699);
    }

    @Test
    void thePngThatIsWrittenIsThePictureThatWasRead() {
        Raster raster = TestingDrawing.raster(draw(MUG, 90));

        assertThat(Raster.decode(raster.png()).argb()).isEqualTo(raster.argb());
        assertThat(raster.png()).isEqualTo(raster.png());
    }

    /** Put Exif with an orientation behind the start of a JPEG. */
    private static Image oriented(Image jpeg, int tag) {
        ByteBuffer exif = ByteBuffer.allocate(36);
        exif.putShort((short) 0xffe1).putShort((short) 34).put("Exif\0\0".getBytes(StandardCharsets.US_ASCII));
        exif.put("MM".getBytes(StandardCharsets.US_ASCII)).putShort((short) 42).putInt(8);
        exif.putShort((short) 1).putShort((short) 0x0112).putShort((short) 3).putInt(1);
        exif.putShort((short) tag).putShort((short) 0).putInt(0);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] file = jpeg.bytes().toByteArray();
        out.write(file, 0, 2);
        out.writeBytes(exif.array());
        out.write(file, 2, file.length - 2);
        return image(out.toByteArray());
    }

    private static String name(Raster raster, int x, int y) {
        int pixel = raster.argb()[y * raster.width() + x];
        boolean red = (pixel >> 16 & 255) > 128;
        boolean green = (pixel >> 8 & 255) > 128;
        return red && green ? "yellow" : red ? "red" : green ? "green" : "blue";
    }

    private static String channels(int argb) {
        return "%02x %02x %02x %02x".formatted(argb >>> 24, argb >> 16 & 255, argb >> 8 & 255, argb & 255);
    }

    private static Image image(byte[] bytes) {
        return new Image("image/png", Bytes.of(bytes), null, null);
    }
}
