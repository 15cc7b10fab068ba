// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.testing;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.Adler32;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * Writes PNG files whose bytes are the same on every machine.
 *
 * <p>The JDK's own deflater is the zlib it was built with, and those differ in their output; so the pictures that are
 * committed are compressed here, with fixed Huffman codes and a greedy match finder (RFC 1951 section 3.2.6).
 */
public final class TestingPng {

    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    private static final int WINDOW = 32_768;
    private static final int LONGEST_MATCH = 258;
    private static final int[] LENGTH_BASE = {
        3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227,
        258
    };
    private static final int[] LENGTH_EXTRA = {
        0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0
    };
    private static final int[] DISTANCE_BASE = {
        1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097,
        6145, 8193, 12289, 16385, 24577
    };

    private TestingPng() {}

    /** Encode 8-bit RGB rows, top row first. */
    public static byte[] rgb(int width, int height, byte[] pixels) {
        byte[] rows = new byte[(width * 3 + 1) * height];
        for (int y = 0; y < height; y++) {
            int row = y * (width * 3 + 1);
            rows[row] = 1; // filter "sub": the left neighbour is a good guess in a painted picture
            for (int i = 0; i < width * 3; i++) {
                int left = i < 3 ? 0 : pixels[y * width * 3 + i - 3];
                rows[row + 1 + i] = (byte) (pixels[y * width * 3 + i] - left);
            }
        }
        return file(width, height, 8, 2, deflate(rows));
    }

    /** Encode a black 1-bit picture of any size in little memory: tiny on disk, huge once decoded. */
    public static byte[] bomb(int width, int height) {
        var deflater = new Deflater(Deflater.BEST_COMPRESSION);
        var out = new ByteArrayOutputStream();
        byte[] row = new byte[(width + 7) / 8 + 1];
        byte[] buffer = new byte[65_536];
        for (int y = 0; y < height; y++) {
            deflater.setInput(row);
            while (!deflater.needsInput()) {
                out.write(buffer, 0, deflater.deflate(buffer));
            }
        }
        deflater.finish();
        while (!deflater.finished()) {
            out.write(buffer, 0, deflater.deflate(buffer));
        }
        deflater.end();
        return file(width, height, 1, 0, out.toByteArray());
    }

    /** Encode a picture whose header claims a size that its data do not have. */
    public static byte[] lying(int width, int height) {
        return file(width, height, 8, 2, deflate(new byte[4]));
    }

    private static byte[] file(int width, int height, int bitDepth, int colourType, byte[] data) {
        var out = new ByteArrayOutputStream();
        out.writeBytes(SIGNATURE);
        byte[] header = ByteBuffer.allocate(13)
                .putInt(width)
                .putInt(height)
                .put((byte) bitDepth)
                .put((byte) colourType)
                .array();
        chunk(out, "IHDR", header);
        chunk(out, "IDAT", data);
        chunk(out, "IEND", new byte[0]);
        return out.toByteArray();
    }

    private static void chunk(ByteArrayOutputStream out, String type, byte[] data) {
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        var crc = new CRC32();
        crc.update(name);
        crc.update(data);
        out.writeBytes(ByteBuffer.allocate(4).putInt(data.length).array());
        out.writeBytes(name);
        out.writeBytes(data);
        out.writeBytes(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
    }

    private static byte[] deflate(byte[] data) {
        var bits = new BitWriter();
        bits.out.write(0x78);
        bits.out.write(0x01);
        bits.write(0b011, 3); // last block, fixed Huffman codes
        int[] lastSeen = new int[1 << 15];
        Arrays.fill(lastSeen, -1);
        int at = 0;
        while (at < data.length) {
            int length = 0;
            int distance = 0;
            if (at + 3 <= data.length) {
                int slot = ((data[at] & 255) << 10 ^ (data[at + 1] & 255) << 5 ^ (data[at + 2] & 255)) & 0x7fff;
                int candidate = lastSeen[slot];
                lastSeen[slot] = at;
                if (candidate >= 0 && at - candidate <= WINDOW) {
                    distance = at - candidate;
                    length = Math.max(0, matchLength(data, candidate, at));
                }
            }
            if (length >= 3) {
                writeMatch(bits, length, distance);
                at += length;
            } else {
                writeLiteral(bits, data[at] & 255);
                at++;
            }
        }
        writeLiteral(bits, 256);
        bits.align();
        var adler = new Adler32();
        adler.update(data);
        bits.out.writeBytes(
                ByteBuffer.allocate(4).putInt((int) adler.getValue()).array());
        return bits.out.toByteArray();
    }

    private static int matchLength(byte[] data, int from, int at) {
        int longest = Math.min(LONGEST_MATCH, data.length - at);
        int mismatch = Arrays.mismatch(data, from, from + longest, data, at, at + longest);
        return mismatch < 0 ? longest : mismatch;
    }

    private static void writeLiteral(BitWriter bits, int symbol) {
        if (symbol < 144) {
            bits.writeCode(0x30 + symbol, 8);
        } else if (symbol < 256) {
            bits.writeCode(0x190 + symbol - 144, 9);
        } else if (symbol < 280) {
            bits.writeCode(symbol - 256, 7);
        } else {
            bits.writeCode(0xc0 + symbol - 280, 8);
        }
    }

    private static void writeMatch(BitWriter bits, int length, int distance) {
        int lengthCode = floor(LENGTH_BASE, length);
        writeLiteral(bits, 257 + lengthCode);
        bits.write(length - LENGTH_BASE[lengthCode], LENGTH_EXTRA[lengthCode]);
        int distanceCode = floor(DISTANCE_BASE, distance);
        bits.writeCode(distanceCode, 5);
        bits.write(distance - DISTANCE_BASE[distanceCode], distanceCode < 4 ? 0 : distanceCode / 2 - 1);
    }

    private static int floor(int[] bases, int value) {
        int found = Arrays.binarySearch(bases, value);
        return found >= 0 ? found : -found - 2;
    }

    private static final class BitWriter {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();
        private int pending;
        private int count;

        void write(int value, int bits) {
            pending |= value << count;
            count += bits;
            while (count >= 8) {
                out.write(pending);
                pending >>>= 8;
                count -= 8;
            }
        }

        /** Huffman codes travel with their highest bit first, everything else with its lowest. */
        void writeCode(int code, int bits) {
            write(Integer.reverse(code) >>> (32 - bits), bits);
        }

        void align() {
            if (count > 0) {
                write(0, 8 - count);
            }
        }
    }
}
