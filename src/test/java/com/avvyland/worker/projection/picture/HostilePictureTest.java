// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.projection.picture;

import static com.avvyland.worker.projection.picture.TestingDrawing.MUG;
import static com.avvyland.worker.projection.picture.TestingDrawing.as;
import static com.avvyland.worker.projection.picture.TestingDrawing.draw;
import static com.avvyland.worker.projection.picture.TestingDrawing.jpeg;
import static com.avvyland.worker.projection.picture.TestingDrawing.plain;
import static com.avvyland.worker.projection.picture.TestingDrawing.png;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.avvyland.worker.task.Bytes;
import com.avvyland.worker.task.FailureCode;
import com.avvyland.worker.task.Image;
import com.avvyland.worker.task.TaskFailure;
import com.sun.management.ThreadMXBean;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Promises that no bytes do more than fail for good, within bounds of memory. */
@Timeout(value = 120, unit = SECONDS)
class HostilePictureTest {

    private static final int MEBIBYTE = 1 << 20;

    static Map<String, byte[]> sound() {
        BufferedImage mug = draw(plain(0xffffff).then(MUG), 40);
        BitSet green = new BitSet();
        green.set(100, 600);
        Map<String, byte[]> all = new LinkedHashMap<>();
        all.put("png", bytes(png(mug)));
        all.put("png of rgb", bytes(png(as(mug, BufferedImage.TYPE_INT_RGB))));
        all.put("png of a palette", bytes(png(as(mug, BufferedImage.TYPE_BYTE_INDEXED))));
        all.put("png of grey", bytes(png(as(mug, BufferedImage.TYPE_BYTE_GRAY))));
        all.put("jpeg", bytes(jpeg(mug, 0.8)));
        all.put("webp", bytes(TestingWebp.of(40, 40, 0x104020, green)));
        return all;
    }

    private static byte[] sound(String name) {
        return Objects.requireNonNull(sound().get(name));
    }

    static Iterable<String> names() {
        return sound().keySet();
    }

    @ParameterizedTest
    @MethodSource("names")
    void truncatedFilesFailForGoodOrAreRead(String name) {
        byte[] whole = sound(name);
        for (int length = 0; length < whole.length; length += 1 + length / 60) {
            check(Arrays.copyOf(whole, length));
        }
    }

    @Test
    void halfAPngOrWebpIsRefused() {
        byte[] webp = bytes(TestingWebp.of(640, 480, 0x104020, new BitSet()));
        for (byte[] whole : new byte[][] {sound("png"), webp}) {
            assertThat(check(Arrays.copyOf(whole, whole.length / 2)))
                    .isEqualTo("image: broken (expected: one that decodes)");
        }
    }

    /** A reader that takes what is missing for zeros needs a minute and a half for it. */
    @Test
    void aWebpThatClaimsMoreThanItHasCostsNothing() {
        BitSet noise = BitSet.valueOf(new long[] {0x123456789abcdefL, 0x0fedcba987654321L});
        byte[] whole = bytes(TestingWebp.of(4000, 1352, 0x104020, noise));

        String said = assertTimeoutPreemptively(Duration.ofSeconds(20), () -> check(Arrays.copyOf(whole, 100)));
        assertThat(said).isEqualTo("image: broken (expected: one that decodes)");
    }

    /** The decoder goes over all pixels once a scan, and takes ten bytes for one. */
    @Test
    void aJpegOfAThousandScansIsRefused() {
        byte[] whole = sound("jpeg");
        int scan = new String(whole, ISO_8859_1).indexOf("\u00ff\u00da");
        int frame = new String(whole, ISO_8859_1).indexOf("\u00ff\u00c0");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(whole, 0, scan);
        for (int i = 0; i < 1000; i++) {
            out.writeBytes(HexFormat.of().parseHex("ffda0008010100003f00"));
        }
        out.writeBytes(HexFormat.of().parseHex("ffd9"));
        byte[] bomb = out.toByteArray();
        ByteBuffer.wrap(bomb).putShort(frame + 5, (short) 7000).putShort(frame + 7, (short) 7000);

        assertThat(check(bomb)).isEqualTo("image: broken (expected: one that decodes)");
    }

    @Test
    void aWebpWhosePictureIsLargerThanItsCanvasIsRefused() {
        byte[] inner = bytes(TestingWebp.of(4000, 1352, 0x104020, new BitSet()));
        ByteBuffer file = ByteBuffer.allocate(inner.length + 18).order(ByteOrder.LITTLE_ENDIAN);
        file.put(inner, 0, 4).putInt(inner.length + 10).put(inner, 8, 4);
        file.put("VP8X".getBytes(US_ASCII)).putInt(10).putInt(0);
        file.put(HexFormat.of().parseHex("1f00001f0000"));
        file.put(inner, 12, inner.length - 12);

        assertThat(check(file.array())).isEqualTo("image: broken (expected: one that decodes)");
        assertThat(allocated(file.array())).isLessThan(MEBIBYTE);
    }

    @ParameterizedTest
    @MethodSource("names")
    void changedBytesFailForGoodOrAreRead(String name) {
        byte[] whole = sound(name);
        Random random = new Random(11);
        for (int round = 0; round < 400; round++) {
            byte[] changed = whole.clone();
            for (int i = 0; i <= random.nextInt(6); i++) {
                // Sizes are left as they are: large pictures are slow, and another test's.
                int at = random.nextInt(changed.length);
                int size = name.startsWith("png") ? 16 : name.equals("webp") ? 20 : -8;
                if (at < size || at >= size + 8) {
                    changed[at] = (byte) random.nextInt();
                }
            }
            check(changed);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "89504e470d0a1a0a0000000d49484452000000200000002008060000",
                "ffd8ffe0",
                "524946460000010057454250"
            })
    void randomBytesFailForGood(String beginning) {
        byte[] start = HexFormat.of().parseHex(beginning);
        Random random = new Random(5);
        for (int round = 0; round < 300; round++) {
            byte[] noise = new byte[random.nextInt(3000) + start.length];
            random.nextBytes(noise);
            System.arraycopy(start, 0, noise, 0, start.length);
            check(noise);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PLTE", "tRNS", "iCCP", "tEXt", "zTXt", "iTXt", "gAMA", "hIST", "sPLT", "abcd"})
    void aChunkThatClaimsTwoGibibytesAllocatesNothingOfTheKind(String type) {
        byte[] png = sound("png of a palette");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(png, 0, 33);
        out.writeBytes(ByteBuffer.allocate(4).putInt(0x7ffffff0).array());
        out.writeBytes(type.getBytes(US_ASCII));
        out.write(png, 33, png.length - 33);

        assertThat(allocated(out.toByteArray())).isLessThan(16 * MEBIBYTE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"iCCP", "zTXt", "iTXt"})
    void aChunkThatUnpacksTo128MebibytesIsNotUnpacked(String type) {
        Deflater deflater = new Deflater(9);
        deflater.setInput(new byte[128 * MEBIBYTE]);
        deflater.finish();
        byte[] packed = new byte[MEBIBYTE];
        int length = deflater.deflate(packed);
        deflater.end();
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        data.writeBytes((type.equals("iTXt") ? "a\0\1\0\0\0" : "a\0\0").getBytes(US_ASCII));
        data.write(packed, 0, length);
        byte[] png = sound("png of rgb");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(png, 0, 33);
        out.writeBytes(chunk(type, data.toByteArray()));
        out.write(png, 33, png.length - 33);

        assertThat(allocated(out.toByteArray())).isLessThan(16 * MEBIBYTE);
    }

    @Test
    void pixelsThatUnpackToMoreThanTheHeaderSaysAreLeftAlone() {
        byte[] png = sound("png of rgb");
        Deflater deflater = new Deflater(9);
        deflater.setInput(new byte[128 * MEBIBYTE]);
        deflater.finish();
        byte[] packed = new byte[MEBIBYTE];
        int length = deflater.deflate(packed);
        deflater.end();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(png, 0, 33);
        out.writeBytes(chunk("IDAT", Arrays.copyOf(packed, length)));
        out.writeBytes(chunk("IEND", new byte[0]));

        assertThat(allocated(out.toByteArray())).isLessThan(16 * MEBIBYTE);
    }

    /** Return what the failure says; empty when the picture was read. */
    private static String check(byte[] bytes) {
        try {
            Raster raster = Raster.decode(new Image("image/png", Bytes.of(bytes), null, null));
            assertThat(raster.argb()).hasSize(raster.width() * raster.height());
            return "";
        } catch (TaskFailure failure) {
            assertThat(failure.code()).isEqualTo(FailureCode.INVALID_PAYLOAD);
            assertThat(failure.getMessage()).startsWith("image: ").doesNotContain("\n");
            return String.valueOf(failure.getMessage());
        }
    }

    private static long allocated(byte[] bytes) {
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        check(bytes);
        return threads.getCurrentThreadAllocatedBytes() - before;
    }

    private static byte[] chunk(String type, byte[] data) {
        CRC32 crc = new CRC32();
        crc.update(type.getBytes(US_ASCII));
        crc.update(data);
        return ByteBuffer.allocate(12 + data.length)
                .putInt(data.length)
                .put(type.getBytes(US_ASCII))
                .put(data)
                .putInt((int) crc.getValue())
                .array();
    }

    private static byte[] bytes(Image image) {
        return image.bytes().toByteArray();
    }
}
