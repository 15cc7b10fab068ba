// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh.view;

/**
 * Gives the numbers of an attribute, vertex after vertex, out of an array, a mapped file or other numbers. They are
 * asked for in runs and more than once, so that no more of them is in memory than an array or a run.
 */
public interface VertexData {

    /** Return how many numbers there are. */
    int length();

    /**
     * Read numbers of whole vertices.
     *
     * @param from the first
     * @param to gets {@code count} numbers, beginning at {@code at}
     */
    void read(int from, float[] to, int at, int count);

    /** Return the numbers of an array, which is shared and not written to. */
    static VertexData of(float... numbers) {
        return new Array(numbers);
    }

    /** Return a copy of all. */
    default float[] toArray() {
        float[] numbers = new float[length()];
        read(0, numbers, 0, numbers.length);
        return numbers;
    }

    /** Go through the vertices from the first to the last. */
    default VertexCursor cursor(Semantic semantic) {
        return new VertexCursor(this, semantic.width());
    }

    /** Holds numbers in an array. */
    @SuppressWarnings("ArrayRecordComponent") // millions of numbers, none of them boxed
    record Array(float[] numbers) implements VertexData {

        @Override
        public int length() {
            return numbers.length;
        }

        @Override
        public void read(int from, float[] to, int at, int count) {
            System.arraycopy(numbers, from, to, at, count);
        }
    }
}
