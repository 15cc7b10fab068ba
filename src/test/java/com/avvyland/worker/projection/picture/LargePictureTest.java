// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.projection.picture;

import static org.assertj.core.api.Assertions.assertThat;

import com.avvyland.worker.task.Bytes;
import com.avvyland.worker.task.Image;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Promises that the largest picture that is taken is read and scaled down by a JVM whose heap is not much larger than the pixels that are kept. */
class LargePictureTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "jpeg, 8192, 6400, 200",
        "png, 8192, 6400, 200",
        "png, 4096, 4096, 256",
        "jpeg, 4096, 4096, 200",
        "jpeg, 7232, 7232, 200"
    })
    void fiftyMegapixelsFitInASmallHeap(String format, int width, int height, int megabytes) throws Exception {
        Path file = folder.resolve("large." + format);
        Files.write(file, format.equals("png") ? png(width, height) : jpeg(width, height));
        Path log = folder.resolve("log");

        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx" + megabytes + "m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LargePictureTest.class.getName(),
                        file.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            child.destroyForcibly();
        }

        int longer = Math.max(width, height);
        assertThat(Files.readString(log))
                .contains("read: %d x %d".formatted(width * 2048 / longer, height * 2048 / longer));
    }

    /** Read a picture as a step does, in a JVM of its own. */
    public static void main(String... args) throws IOException {
        byte[] bytes = Files.readAllBytes(Path.of(args[0]));
        Raster raster = Raster.decode(new Image("image/png", Bytes.of(bytes), null, null))
                .within(2048);
        System.out.println("read: " + raster.width() + " x " + raster.height());
    }

    /** Write RGBA of one colour, row by row. */
    private static byte[] png(int width, int height) throws IOException {
        ByteArrayOutputStream pixels = new ByteArrayOutputStream();
        try (OutputStream deflate = new DeflaterOutputStream(pixels)) {
            byte[] row = new byte[1 + 4 * width];
            java.util.Arrays.fill(row, 1, row.length, (byte) 0x70);
            for (int y = 0; y < height; y++) {
                deflate.write(row);
            }
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(ByteBuffer.allocate(8).putLong(0x89504e470d0a1a0aL).array());
        ByteBuffer header = ByteBuffer.allocate(13)
                .putInt(width)
                .putInt(height)
                .put((byte) 8)
                .put((byte) 6);
        chunk(out, "IHDR", header.array());
        chunk(out, "IDAT", pixels.toByteArray());
        chunk(out, "IEND", new byte[0]);
        return out.toByteArray();
    }

    private static void chunk(ByteArrayOutputStream out, String type, byte[] data) {
        CRC32 crc = new CRC32();
        crc.update(type.getBytes(StandardCharsets.US_ASCII));
        crc.update(data);
        out.writeBytes(ByteBuffer.allocate(8)
                .putInt(data.length)
                .put(type.getBytes(StandardCharsets.US_ASCII))
                .array());
        out.writeBytes(data);
        out.writeBytes(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
    }

    /**
     * Write mid-grey: with the usual tables each unit of 16 by 16 pixels is the same 32 bits, six times "no change, no more",
     * so that the header of a small file serves for a large one.
     */
    private static byte[] jpeg(int width, int height) {
        byte[] small = TestingDrawing.jpeg(TestingDrawing.draw(TestingDrawing.plain(0x808080), 16), 0.9)
                .bytes()
                .toByteArray();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int at = 2;
        while ((small[at + 1] & 255) != 0xda) {
            if ((small[at + 1] & 255) == 0xc0) {
                ByteBuffer.wrap(small).putShort(at + 5, (short) height).putShort(at + 7, (short) width);
            }
            at += 2 + ByteBuffer.wrap(small).getShort(at + 2);
        }
        out.write(small, 0, at + 2 + ByteBuffer.wrap(small).getShort(at + 2));
        for (int i = 0; i < (width / 16) * (height / 16); i++) {
            out.writeBytes(new byte[] {0x28, (byte) 0xa2, (byte) 0x8a, 0});
        }
        out.writeBytes(new byte[] {(byte) 0xff, (byte) 0xd9});
        return out.toByteArray();
    }
}
