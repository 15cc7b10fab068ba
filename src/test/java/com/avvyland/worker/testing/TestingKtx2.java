// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.testing;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Writes a KTX2 picture of 8 by 8 pixels by hand: four UASTC blocks of one colour each, red and green above, blue and
 * yellow below.
 */
public final class TestingKtx2 {

    private static final int[] COLORS = {0xff0000, 0x00ff00, 0x0000ff, 0xffff00};
    private static final int BLOCK = 16;
    private static final int HEADER = 80;
    private static final int LEVEL = 24;
    private static final int DESCRIPTOR = 44;
    /** The blocks of a level start at a multiple of their size. */
    private static final int BLOCKS_AT = 160;

    private TestingKtx2() {}

    public static byte[] squares() {
        ByteBuffer out = ByteBuffer.allocate(BLOCKS_AT + COLORS.length * BLOCK).order(ByteOrder.LITTLE_ENDIAN);
        out.put(new byte[] {(byte) 0xab, 'K', 'T', 'X', ' ', '2', '0', (byte) 0xbb, '\r', '\n', 0x1a, '\n'});
        // No Vulkan format; bytes; 8 x 8; not deep, not layered; one face, one level; no supercompression.
        for (int field : new int[] {0, 1, 8, 8, 0, 0, 1, 1, 0}) {
            out.putInt(field);
        }
        out.putInt(HEADER + LEVEL)
                .putInt(DESCRIPTOR)
                .putInt(0)
                .putInt(0)
                .putLong(0)
                .putLong(0);
        out.putLong(BLOCKS_AT).putLong(COLORS.length * BLOCK).putLong(COLORS.length * BLOCK);
        out.putInt(DESCRIPTOR).putInt(0).putShort((short) 2).putShort((short) 40);
        // UASTC, BT.709, sRGB, straight alpha; blocks of 4 x 4 texels of 16 bytes.
        out.put(new byte[] {(byte) 166, 1, 2, 0, 3, 3, 0, 0, BLOCK, 0, 0, 0, 0, 0, 0, 0});
        // One sample, of 128 bits, RGB.
        out.putShort((short) 0)
                .put((byte) 127)
                .put((byte) 0)
                .putInt(0)
                .putInt(0)
                .putInt(-1);
        out.position(BLOCKS_AT);
        for (int color : COLORS) {
            out.put(block(color));
        }
        return out.array();
    }

    /** Mode 8 of UASTC: a colour of 8 bits a channel, then the same for transcoders to ETC1. */
    private static byte[] block(int color) {
        int red = color >> 16 & 0xff;
        int green = color >> 8 & 0xff;
        int blue = color & 0xff;
        var bits = new Bits();
        bits.put(0x17, 5);
        bits.put(red, 8);
        bits.put(green, 8);
        bits.put(blue, 8);
        bits.put(0xff, 8);
        // Differential, weakest table, its first selector, and the colour in 5 bits.
        bits.put(1, 1);
        bits.put(0, 3);
        bits.put(0, 2);
        bits.put(red >> 3, 5);
        bits.put(green >> 3, 5);
        bits.put(blue >> 3, 5);
        return bits.bytes;
    }

    /** Puts numbers one after the other, their lowest bit first. */
    private static final class Bits {

        private final byte[] bytes = new byte[BLOCK];
        private int at;

        void put(int value, int count) {
            for (int i = 0; i < count; i++, at++) {
                bytes[at / 8] |= (byte) ((value >> i & 1) << at % 8);
            }
        }
    }
}
