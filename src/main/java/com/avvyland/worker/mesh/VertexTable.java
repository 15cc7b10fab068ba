// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh;

/** Finds vertices whose bits are equal: an open-addressed hash table of class numbers, part of the hash beside each. */
final class VertexTable {

    /** So many slots are looked up at once: the processor waits for one memory access and not for each. */
    private static final int BATCH = 64;

    private final VertexBits bits;
    private final int[] vertices;
    private final int[] table;
    private final int tagMask;
    /** Of no use but one: what is stored has to be read first. */
    private int touched;

    /**
     * Create a table for these vertices.
     *
     * @param vertices all different; overwritten with the first vertex of each class
     */
    VertexTable(VertexBits bits, int[] vertices) {
        this.bits = bits;
        this.vertices = vertices;
        this.table = new int[vertices.length + (vertices.length >> 1) + 1];
        // A slot holds a class number, from 1, in its low bits; the rest is for the tag.
        this.tagMask = -(Integer.highestOneBit(vertices.length + 1) << 1);
    }

    /**
     * Give each vertex its class as its number; classes count from 0 in the order of their first vertex.
     *
     * @param numbers of source vertices, each {@code base} and 1 larger; so far that of the vertex's place among these
     * @return how many classes there are
     */
    int number(int[] numbers, int base) {
        int[] hashes = new int[BATCH];
        int count = 0;
        for (int from = 0; from < vertices.length; from += BATCH) {
            int size = Math.min(BATCH, vertices.length - from);
            for (int i = 0; i < size; i++) {
                hashes[i] = bits.hash(vertices[from + i]);
            }
            touch(hashes, size);
            for (int i = 0; i < size; i++) {
                int found = find(vertices[from + i], hashes[i], count);
                int vertex = vertices[from + i];
                if (found == count) {
                    vertices[count++] = vertex;
                }
                if (found != from + i) {
                    numbers[vertex] = base + found + 1;
                }
            }
        }
        return count;
    }

    private void touch(int[] hashes, int size) {
        int seen = 0;
        for (int i = 0; i < size; i++) {
            seen |= table[slot(hashes[i])];
        }
        touched |= seen;
    }

    /** Return the class of a vertex; the next number when it is the first of one. */
    private int find(int vertex, int hash, int next) {
        int tag = hash * 0x9e37_79b1 & tagMask;
        int slot = slot(hash);
        while (true) {
            int entry = table[slot];
            if (entry == 0) {
                table[slot] = tag | next + 1;
                return next;
            }
            int known = (entry & ~tagMask) - 1;
            if ((entry & tagMask) == tag && bits.equal(vertices[known], vertex)) {
                return known;
            }
            slot = slot + 1 == table.length ? 0 : slot + 1;
        }
    }

    private int slot(int hash) {
        return (int) ((hash & 0xffff_ffffL) * table.length >>> 32);
    }
}
