// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh.meshopt;

import java.lang.foreign.MemorySegment;

/**
 * Turns floats into integers that the codec packs well, and back in place after decoding.
 *
 * <p>Lossy, within the bits asked for. Decoding has one answer on every machine ({@link FilterDecoder}); encoding has not
 * been compared on all, so keep its results out of digests. Segments may be heap arrays or native memory. Safe for any
 * thread. All throw {@link MeshoptException} before native code runs.
 */
public enum VertexFilter {

    /** Unit vectors as octahedra; stride 4 for 2 to 8 bits, 8 for 2 to 16. The fourth component is kept in 8 or 16. */
    OCT(2, 16),

    /** Unit quaternions without their largest component; stride 8, 4 to 16 bits. A sign may be lost: q is -q. */
    QUAT(4, 16),

    /** Any finite floats, with mantissas of 1 to 24 bits under an exponent that the vector's components share. */
    EXP(1, 24),

    /** RGBA from 0 to 1 as YCoCg; stride 4 for 2 to 8 bits, 8 for 2 to 16. Alpha has one bit less. */
    COLOR(2, 16);

    /** meshopt_EncodeExpSharedVector: the best compression that keeps the components of one vector together. */
    private static final int SHARED_VECTOR = 1;

    private final int minBits;
    private final int maxBits;

    VertexFilter(int minBits, int maxBits) {
        this.minBits = minBits;
        this.maxBits = maxBits;
    }

    /**
     * Undo the filter in place, after {@link VertexCodec#decodeVertexBuffer}; any bytes are allowed.
     *
     * @param buffer {@code count * stride} bytes
     */
    public void decode(MemorySegment buffer, int count, int stride) {
        Checks.range("count", count, 0, Checks.MAX_VERTICES);
        requireStride(stride);
        Checks.atLeast("buffer", buffer, (long) count * stride);
        Staging.requireUsable("buffer", buffer);
        Staging.requireWritable("buffer", buffer);
        switch (this) {
            case OCT -> FilterDecoder.octahedral(buffer, count, stride);
            case QUAT -> FilterDecoder.quaternion(buffer, count);
            case EXP -> FilterDecoder.exponential(buffer, count, stride);
            case COLOR -> FilterDecoder.color(buffer, count, stride);
        }
    }

    /**
     * Filter floats for {@link VertexCodec#encodeVertexBuffer}.
     *
     * @param destination {@code count * stride} bytes, aligned to 4 where native
     * @param bits of each component
     * @param data finite floats, {@link #components} an element; COLOR wants them from 0 to 1
     */
    public void encode(MemorySegment destination, int count, int stride, int bits, MemorySegment data) {
        Checks.range("count", count, 0, Checks.MAX_VERTICES);
        requireStride(stride);
        Checks.range("bits", bits, minBits, this != EXP && stride == 4 ? 8 : maxBits);
        long floats = (long) count * components(stride);
        try (Staging staging = new Staging()) {
            MemorySegment source = staging.read("data", data, floats * Float.BYTES, Float.BYTES);
            Checks.finite("data", source, floats);
            if (this == COLOR) {
                Checks.unit("data", source, floats);
            }
            MemorySegment result = staging.write("destination", destination, (long) count * stride, 4);
            switch (this) {
                case OCT -> filter_h.meshopt_encodeFilterOct(result, count, stride, bits, source);
                case QUAT -> filter_h.meshopt_encodeFilterQuat(result, count, stride, bits, source);
                case EXP -> filter_h.meshopt_encodeFilterExp(result, count, stride, bits, source, SHARED_VECTOR);
                case COLOR -> filter_h.meshopt_encodeFilterColor(result, count, stride, bits, source);
            }
            staging.commit();
        }
    }

    /** Return how many floats an element of this stride comes from. */
    public int components(int stride) {
        return this == EXP ? stride / Float.BYTES : 4;
    }

    private void requireStride(int stride) {
        switch (this) {
            case OCT, COLOR -> {
                if (stride != 4 && stride != 8) {
                    throw MeshoptException.of("stride", stride, "4 or 8");
                }
            }
            case QUAT -> {
                if (stride != 8) {
                    throw MeshoptException.of("stride", stride, "8");
                }
            }
            case EXP -> {
                Checks.range("stride", stride, 4, VertexStream.MAX_SIZE);
                if (stride % 4 != 0) {
                    throw MeshoptException.of("stride", stride, "a multiple of 4");
                }
            }
        }
    }
}
