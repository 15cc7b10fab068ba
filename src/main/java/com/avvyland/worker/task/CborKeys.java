// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.task;

import java.util.Arrays;

/**
 * Remembers where the keys of every open map are, so that a key that comes twice is found without decoding it.
 *
 * <p>Keys are compared by a seeded hash first, so that a document of many long, alike keys costs no more than others.
 */
final class CborKeys {

    /** Differs for every process: nobody can prepare keys that collide. */
    private static final int SEED = (int) System.nanoTime() | 1;

    private final byte[] array;
    private final int[] firstOfDepth;
    private int[] offsets = new int[16];
    private int[] lengths = new int[16];
    private int[] hashes = new int[16];
    private int count;
    private int first;

    CborKeys(byte[] array, int maxDepth) {
        this.array = array;
        this.firstOfDepth = new int[maxDepth + 2];
    }

    /** Begin a map or an array at a depth. */
    void open(int depth) {
        firstOfDepth[depth] = count;
        first = count;
    }

    /** End the map or array at a depth: its keys are forgotten. */
    void close(int depth) {
        count = firstOfDepth[depth];
        first = firstOfDepth[depth - 1];
    }

    /** Take a key of the innermost map, and tell whether it is new there. */
    boolean add(int offset, int length) {
        int hash = SEED;
        for (int i = offset; i < offset + length; i++) {
            hash = (hash ^ array[i]) * 0x01000193;
            hash ^= hash >>> 15;
        }
        for (int i = first; i < count; i++) {
            if (hashes[i] == hash && same(offsets[i], lengths[i], offset, length)) {
                return false;
            }
        }
        if (count == offsets.length) {
            offsets = Arrays.copyOf(offsets, 2 * count);
            lengths = Arrays.copyOf(lengths, 2 * count);
            hashes = Arrays.copyOf(hashes, 2 * count);
        }
        offsets[count] = offset;
        lengths[count] = length;
        hashes[count++] = hash;
        return true;
    }

    private boolean same(int oneAt, int oneLength, int otherAt, int otherLength) {
        return Arrays.equals(array, oneAt, oneAt + oneLength, array, otherAt, otherAt + otherLength);
    }
}
