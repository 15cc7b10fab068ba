// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.gltf;

import com.avvyland.worker.task.Bytes;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Tells what an image's header claims, the format recognised by content.
 *
 * @param mimeType of the content, whatever the asset says it is
 * @param width pixels
 * @param height pixels
 * @param layers pictures of that size in the file: array layers, cube faces, depth slices
 */
public record ImageHeader(String mimeType, long width, long height, long layers) {

    private static final long PNG_SIGNATURE = 0x89504e470d0a1a0aL;
    private static final int PNG_IHDR = 0x49484452;
    private static final int JPEG_START = 0xffd8;
    private static final int RIFF = 0x52494646;
    private static final int WEBP = 0x57454250;
    private static final long KTX2_SIGNATURE = 0xab4b5458203230bbL;
    private static final int FTYP = 0x66747970;

    /** Return how many pixels a decoder makes of it. */
    long pixels() {
        return width * height * layers;
    }

    /** Read a header; null when the file is no image that a renderer shows, or is cut short within its header. */
    public static @Nullable ImageHeader read(Bytes file) {
        if (file.length() < 12) {
            return null;
        }
        ByteBuffer in = file.buffer();
        try {
            if (in.getLong(0) == PNG_SIGNATURE) {
                return png(in);
            }
            if (Short.toUnsignedInt(in.getShort(0)) == JPEG_START) {
                return jpeg(in);
            }
            if (in.getInt(0) == RIFF && in.getInt(8) == WEBP) {
                return webp(in);
            }
            if (in.getLong(0) == KTX2_SIGNATURE) {
                return ktx2(in);
            }
            return in.getInt(4) == FTYP ? AvifHeader.read(in) : null;
        } catch (BufferUnderflowException | IndexOutOfBoundsException e) {
            return null;
        }
    }

    /** Return the MIME type of an image that passed {@link ImageCheck}, by its content. */
    public static String mimeType(Bytes file) {
        return Objects.requireNonNull(read(file), "checked").mimeType();
    }

    private static @Nullable ImageHeader png(ByteBuffer in) {
        if (in.getInt(8) != 13 || in.getInt(12) != PNG_IHDR) {
            return null;
        }
        return new ImageHeader("image/png", unsigned(in.getInt(16)), unsigned(in.getInt(20)), 1);
    }

    /** Go from marker to marker; a thumbnail is inside of one and is stepped over. */
    private static @Nullable ImageHeader jpeg(ByteBuffer in) {
        in.position(2);
        while (true) {
            int marker = Byte.toUnsignedInt(in.get());
            if (marker != 0xff) {
                return null;
            }
            while (marker == 0xff) {
                marker = Byte.toUnsignedInt(in.get());
            }
            boolean frame = marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
            int length = Short.toUnsignedInt(in.getShort());
            if (frame) {
                in.get(); // bits of a sample
                int height = Short.toUnsignedInt(in.getShort());
                return new ImageHeader("image/jpeg", Short.toUnsignedInt(in.getShort()), height, 1);
            }
            if (marker == 0xda || marker == 0xd9 || length < 2) {
                return null; // pixels or the end, and no frame before
            }
            in.position(Math.min(in.limit(), in.position() + length - 2));
        }
    }

    private static @Nullable ImageHeader webp(ByteBuffer in) {
        in.order(ByteOrder.LITTLE_ENDIAN);
        byte[] kind = new byte[4];
        in.get(12, kind);
        return switch (new String(kind, StandardCharsets.ISO_8859_1)) {
            case "VP8X" -> webp((in.getInt(24) & 0xff_ffff) + 1L, (in.getInt(26) >>> 8 & 0xff_ffff) + 1L);
            case "VP8L" -> {
                int bits = in.getInt(21);
                yield webp((bits & 0x3fff) + 1L, (bits >>> 14 & 0x3fff) + 1L);
            }
            case "VP8 " -> webp(in.getShort(26) & 0x3fff, in.getShort(28) & 0x3fff);
            default -> null;
        };
    }

    private static ImageHeader webp(long width, long height) {
        return new ImageHeader("image/webp", width, height, 1);
    }

    private static ImageHeader ktx2(ByteBuffer in) {
        in.order(ByteOrder.LITTLE_ENDIAN);
        long depth = Math.max(1, unsigned(in.getInt(28)));
        long layers = Math.max(1, unsigned(in.getInt(32)));
        long faces = Math.max(1, unsigned(in.getInt(36)));
        // Kept below 2^20 each, so that no product of sizes within limits can wrap.
        long pictures = Math.min(depth, 1 << 12) * Math.min(layers, 1 << 12) * Math.min(faces, 6);
        return new ImageHeader("image/ktx2", unsigned(in.getInt(20)), unsigned(in.getInt(24)), pictures);
    }

    private static long unsigned(int value) {
        return Integer.toUnsignedLong(value);
    }
}
