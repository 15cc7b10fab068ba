// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh.view;

/** Gives indices as {@link VertexData} gives numbers. */
public interface IndexData {

    /** Return how many indices there are. */
    int length();

    /**
     * Read indices of whole points, lines or triangles.
     *
     * @param from the first
     * @param to gets {@code count} indices, beginning at {@code at}
     */
    void read(int from, int[] to, int at, int count);

    /** Return the indices of an array, which is shared and not written to. */
    static IndexData of(int... indices) {
        return new Array(indices);
    }

    /** Return a copy of all. */
    default int[] toArray() {
        int[] indices = new int[length()];
        read(0, indices, 0, indices.length);
        return indices;
    }

    /** Go through all from the first to the last. */
    default IndexCursor cursor() {
        return new IndexCursor(this);
    }

    /** Holds indices in an array. */
    @SuppressWarnings("ArrayRecordComponent") // millions of numbers, none of them boxed
    record Array(int[] indices) implements IndexData {

        @Override
        public int length() {
            return indices.length;
        }

        @Override
        public void read(int from, int[] to, int at, int count) {
            System.arraycopy(indices, from, to, at, count);
        }
    }
}
