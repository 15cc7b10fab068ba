// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh.view;

/** Goes through the vertices of an attribute in runs, which share one array. Not safe for threads. */
final class VertexCursor {

    /** Small enough for the nearest cache, with the numbers that are made of them. */
    private static final int RUN_VERTICES = 2048;

    private final VertexData data;
    private final int width;
    private final int vertices;
    private final float[] numbers;
    private int first;
    private int count;

    VertexCursor(VertexData data, int width) {
        this.data = data;
        this.width = width;
        this.vertices = data.length() / width;
        this.numbers = new float[Math.min(vertices, RUN_VERTICES) * width];
    }

    /** Read the next run; false when there is none. */
    boolean next() {
        first += count;
        count = Math.min(vertices - first, RUN_VERTICES);
        if (count == 0) {
            return false;
        }
        data.read(first * width, numbers, 0, length());
        return true;
    }

    /** Return the first vertex of the run. */
    int first() {
        return first;
    }

    /** Return the vertices of the run. */
    int count() {
        return count;
    }

    /** Return how many numbers these are. */
    int length() {
        return count * width;
    }

    /** Return the numbers of the run, which the next one overwrites; those after its end are undefined. */
    float[] numbers() {
        return numbers;
    }
}
