// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.projection.picture;

import com.avvyland.worker.task.Bytes;
import com.avvyland.worker.task.Image;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;

/** Writes lossless WebP of two colours that differ in green alone: one bit a pixel. RFC 9649, section 3. */
final class TestingWebp {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private int held;
    private int count;

    private TestingWebp() {}

    /** Return a picture whose pixels are {@code rgb}, with 255 for its green where a bit is set. */
    static Image of(int width, int height, int rgb, BitSet green) {
        TestingWebp bits = new TestingWebp();
        bits.put(0x2f, 8);
        bits.put(width - 1, 14);
        bits.put(height - 1, 14);
        bits.put(0, 1); // alpha is not used
        bits.put(0, 3); // version
        bits.put(0, 1); // no transform
        bits.put(0, 1); // no colour cache
        bits.put(0, 1); // one group of codes
        bits.put(0b11, 2); // a simple code of two symbols
        bits.put(1, 1);
        bits.put(rgb >> 8 & 255, 8);
        bits.put(255, 8);
        for (int only : new int[] {rgb >> 16 & 255, rgb & 255, 255, 0}) {
            bits.put(0b01, 2); // red, blue, alpha and distance: a simple code of one symbol
            bits.put(1, 1);
            bits.put(only, 8);
        }
        for (int i = 0; i < width * height; i++) {
            bits.put(green.get(i) ? 1 : 0, 1);
        }
        bits.put(0, 7);
        byte[] data = bits.out.toByteArray();
        int padded = data.length + (data.length & 1);
        ByteBuffer file = ByteBuffer.allocate(20 + padded).order(ByteOrder.LITTLE_ENDIAN);
        file.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(12 + padded);
        file.put("WEBPVP8L".getBytes(StandardCharsets.US_ASCII))
                .putInt(data.length)
                .put(data);
        return new Image("image/webp", Bytes.of(file.array()), null, null);
    }

    private void put(int value, int length) {
        for (int i = 0; i < length; i++) {
            held |= (value >> i & 1) << count++;
            if (count == 8) {
                out.write(held);
                held = 0;
                count = 0;
            }
        }
    }
}
