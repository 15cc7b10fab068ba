// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh.meshopt;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.lang.foreign.MemorySegment;

/**
 * Undoes the filters of KHR_meshopt_compression, in Java.
 *
 * <p>Not by meshoptimizer: its SSE and NEON code takes reciprocals and roots from instructions whose last bits each CPU
 * maker chooses, so the same model would have another digest on another machine. These formulas have one answer
 * everywhere, the one of its WebAssembly build, that is of every browser.
 */
final class FilterDecoder {

    /** 1.5 * 2^23: added to a float, it leaves the nearest integer in the low bits, ties to even. */
    private static final float SNAP = 3 << 22;

    /** A component of a quaternion that is not the largest is at most 1 / sqrt(2). */
    private static final float QUATERNION_SCALE = 32767f / (float) Math.sqrt(2);

    private FilterDecoder() {}

    private interface Element {
        long decode(long element);
    }

    static void octahedral(MemorySegment buffer, int count, int stride) {
        if (stride == 4) {
            for (long at = 0, end = count * 4L; at < end; at += 4) {
                int element = buffer.get(JAVA_INT_UNALIGNED, at);
                buffer.set(JAVA_INT_UNALIGNED, at, octahedral8(element));
            }
        } else {
            eachLong(buffer, count, FilterDecoder::octahedral16);
        }
    }

    static void quaternion(MemorySegment buffer, int count) {
        eachLong(buffer, count, FilterDecoder::quaternion);
    }

    static void exponential(MemorySegment buffer, int count, int stride) {
        for (long at = 0, end = (long) count * stride; at < end; at += 4) {
            int element = buffer.get(JAVA_INT_UNALIGNED, at);
            float power = Float.intBitsToFloat((element >> 24) + 127 << 23);
            buffer.set(JAVA_INT_UNALIGNED, at, Float.floatToIntBits(power * (element << 8 >> 8)));
        }
    }

    static void color(MemorySegment buffer, int count, int stride) {
        if (stride == 4) {
            for (long at = 0, end = count * 4L; at < end; at += 4) {
                int element = buffer.get(JAVA_INT_UNALIGNED, at);
                buffer.set(JAVA_INT_UNALIGNED, at, color8(element));
            }
        } else {
            eachLong(buffer, count, FilterDecoder::color16);
        }
    }

    private static void eachLong(MemorySegment buffer, int count, Element decoder) {
        for (long at = 0, end = count * 8L; at < end; at += 8) {
            buffer.set(JAVA_LONG_UNALIGNED, at, decoder.decode(buffer.get(JAVA_LONG_UNALIGNED, at)));
        }
    }

    private static int octahedral8(int element) {
        long decoded = octahedral((byte) element, (byte) (element >> 8), (byte) (element >> 16), 127f);
        return (int) (decoded & 0xff | decoded >> 8 & 0xff00 | decoded >> 16 & 0xff0000) | element & 0xff00_0000;
    }

    private static long octahedral16(long element) {
        int one = (int) (element >> 32) & 0x7fff;
        return octahedral((short) element, (short) (element >> 16), one, 32767f) | element & 0xffff_0000_0000_0000L;
    }

    /** Return x, y and z in 16 bits each; {@code one} is 1.0 in the encoding of x and y. */
    private static long octahedral(int encodedX, int encodedY, int one, float max) {
        float x = encodedX;
        float y = encodedY;
        float z = one - (Math.abs(x) + Math.abs(y));
        // The lower half of the sphere is folded out over the corners.
        float fold = Math.min(z, 0f);
        x += x >= 0 ? fold : -fold;
        y += y >= 0 ? fold : -fold;
        float scale = max / (float) Math.sqrt(x * x + (y * y + z * z));
        return snap16(x * scale) | snap16(y * scale) << 16 | snap16(z * scale) << 32;
    }

    private static long quaternion(long element) {
        float x = (short) element;
        float y = (short) (element >> 16);
        float z = (short) (element >> 32);
        int last = (short) (element >> 48);
        // Its two low bits say which component is left out, the rest 1.0 in the encoding of the others.
        float one = last | 3;
        float square = one * one;
        float w = (float) Math.sqrt(Math.max(square + square - (x * x + (y * y + z * z)), 0f));
        float scale = QUATERNION_SCALE / one;
        long decoded = snap16(w * scale) | snap16(x * scale) << 16 | snap16(y * scale) << 32 | snap16(z * scale) << 48;
        return Long.rotateLeft(decoded, (last & 3) * 16);
    }

    private static int color8(int element) {
        long decoded = color(element & 0xff, (byte) (element >> 8), (byte) (element >> 16), element >>> 24, 255f);
        return (int) (decoded & 0xff | decoded >> 8 & 0xff00 | decoded >> 16 & 0xff0000 | decoded >> 24 & 0xff00_0000L);
    }

    private static long color16(long element) {
        return color(
                (int) element & 0xffff,
                (short) (element >> 16),
                (short) (element >> 32),
                (int) (element >>> 48),
                65535f);
    }

    /** Return r, g, b and a in 16 bits each; the highest bit of alpha says how many bits there are. */
    private static long color(int y, int co, int cg, int alpha, float max) {
        int ones = alpha == 0 ? 0 : (Integer.highestOneBit(alpha) << 1) - 1;
        int a = alpha << 1 & ones | alpha & 1;
        float scale = max / ones;
        return snap16((y + (co - cg)) * scale)
                | snap16((y + cg) * scale) << 16
                | snap16((y - (co + cg)) * scale) << 32
                | snap16(a * scale) << 48;
    }

    private static long snap16(float value) {
        return Float.floatToIntBits(value + SNAP) & 0xffffL;
    }
}
