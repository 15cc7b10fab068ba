// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.task;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;

/**
 * Names a run of bytes inside a larger array without copying it: a model inside its task payload.
 *
 * <p>The array is shared and must not be written to by anyone. Two runs are equal when their contents are.
 *
 * @param array the backing array, shared
 * @param offset index of the first byte
 * @param length number of bytes
 */
public record Bytes(byte[] array, int offset, int length) {

    /** The run of no bytes. */
    public static final Bytes EMPTY = of();

    public Bytes {
        Objects.checkFromIndexSize(offset, length, array.length);
    }

    /** Wrap a whole array, without a copy. */
    public static Bytes of(byte... array) {
        return new Bytes(array, 0, array.length);
    }

    /** Return the content of a segment: where that is a byte array, shared; else a copy. */
    public static Bytes of(MemorySegment segment) {
        return segment.heapBase().orElse(null) instanceof byte[] array
                ? new Bytes(array, (int) segment.address(), (int) segment.byteSize())
                : of(segment.toArray(ValueLayout.JAVA_BYTE));
    }

    /** Return the byte at an index counted from the start of this run. */
    public byte at(int index) {
        return array[offset + Objects.checkIndex(index, length)];
    }

    /** Return a part of this run, sharing the same array. */
    public Bytes slice(int from, int size) {
        Objects.checkFromIndexSize(from, size, length);
        return new Bytes(array, offset + from, size);
    }

    /** Return a read-only view; its byte order is big-endian until the caller sets another. */
    public ByteBuffer buffer() {
        return ByteBuffer.wrap(array, offset, length).slice().asReadOnlyBuffer();
    }

    /** Return the run as memory; it can be written to, and must not be. */
    public MemorySegment segment() {
        return MemorySegment.ofArray(array).asSlice(offset, length);
    }

    /** Return a stream over the run; it needs no closing. */
    public InputStream stream() {
        return new ByteArrayInputStream(array, offset, length);
    }

    /** Copy the run out of the shared array. */
    public byte[] toByteArray() {
        return Arrays.copyOfRange(array, offset, offset + length);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bytes(var thatArray, var thatOffset, var thatLength)
                && Arrays.equals(array, offset, offset + length, thatArray, thatOffset, thatOffset + thatLength);
    }

    @Override
    public int hashCode() {
        return buffer().hashCode();
    }

    /** Describe the run by length and first bytes; contents never reach a log whole. */
    @Override
    public String toString() {
        return length + " bytes " + HexFormat.of().formatHex(array, offset, offset + Math.min(length, 8));
    }
}
