// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.task;

import org.jspecify.annotations.Nullable;

/** Takes the pieces of a CBOR document in order: counts them, and writes them where there is an array. */
final class CborSink {

    private final byte @Nullable [] array;
    private long at;

    /** Create a sink that writes into an array, or one that only counts. */
    CborSink(byte @Nullable [] array) {
        this.array = array;
    }

    int size() {
        if (at > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException("size: %d bytes (expected: less than 2 GiB)".formatted(at));
        }
        return (int) at;
    }

    void octet(int value) {
        if (array != null) {
            array[(int) at] = (byte) value;
        }
        at++;
    }

    void run(byte[] source, int offset, int length) {
        if (array != null) {
            System.arraycopy(source, offset, array, (int) at, length);
        }
        at += length;
    }

    void integer(long value) {
        // RFC 8949, section 3.1: the argument of a negative integer n is -1 - n, which is its complement.
        head(value < 0 ? 1 : 0, value < 0 ? ~value : value);
    }

    /** Write a head with the shortest argument; it is never negative. */
    void head(int major, long argument) {
        if (argument < 24) {
            octet(major << 5 | (int) argument);
        } else if (argument < 1L << 8) {
            headAndBits(major << 5 | 24, argument, 1);
        } else if (argument < 1L << 16) {
            headAndBits(major << 5 | 25, argument, 2);
        } else if (argument < 1L << 32) {
            headAndBits(major << 5 | 26, argument, 4);
        } else {
            headAndBits(major << 5 | 27, argument, 8);
        }
    }

    void real(double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("float: %s (expected: a finite number)".formatted(value));
        }
        float single = (float) value;
        if (Double.doubleToRawLongBits(single) != Double.doubleToRawLongBits(value)) {
            headAndBits(0xfb, Double.doubleToRawLongBits(value), 8);
            return;
        }
        short half = Float.floatToFloat16(single);
        if (Float.floatToRawIntBits(Float.float16ToFloat(half)) == Float.floatToRawIntBits(single)) {
            headAndBits(0xf9, half, 2);
            return;
        }
        headAndBits(0xfa, Float.floatToRawIntBits(single), 4);
    }

    private void headAndBits(int head, long bits, int bytes) {
        octet(head);
        for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) {
            octet((int) (bits >>> shift));
        }
    }
}
