// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh;

import com.avvyland.worker.gltf.StoredElements;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/** Hashes and compares vertices: the bits of all their attributes, morph targets included. */
final class VertexBits {

    static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private final StoredElements[] streams;
    private final long key;
    private final long secondKey;

    /**
     * Take the streams of one primitive.
     *
     * @param key random: nobody who makes a model can choose vertices that collide; results do not depend on it
     */
    VertexBits(List<StoredElements> streams, long key) {
        // What is zero everywhere tells no vertex from another.
        this.streams = streams.stream().filter(stream -> stream.stride() > 0).toArray(StoredElements[]::new);
        this.key = key | 1;
        this.secondKey = Long.rotateLeft(key, 32) * 0x9e37_79b9_7f4a_7c15L | 1;
    }

    int hash(int vertex) {
        long hash = key;
        for (StoredElements stream : streams) {
            byte[] array = stream.array();
            int at = stream.at(vertex);
            int end = at + stream.size();
            for (; at + 4 <= end; at += 4) {
                hash = mixed(hash, (int) INTS.get(array, at));
            }
            for (; at < end; at++) {
                hash = mixed(hash, array[at]);
            }
        }
        return (int) (hash ^ hash >>> 32);
    }

    boolean equal(int a, int b) {
        for (StoredElements stream : streams) {
            byte[] array = stream.array();
            int left = stream.at(a);
            int right = stream.at(b);
            int size = stream.size();
            if (!Arrays.equals(array, left, left + size, array, right, right + size)) {
                return false;
            }
        }
        return true;
    }

    /** The two halves of a full product, as wyhash folds them. */
    private long mixed(long hash, int bits) {
        long value = hash ^ bits;
        return Math.unsignedMultiplyHigh(value, secondKey) ^ value * secondKey;
    }
}
