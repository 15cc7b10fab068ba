// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh.view;

/** Says what indices draw. */
public enum PrimitiveMode {
    POINTS(0, 1),
    LINES(1, 2),
    TRIANGLES(4, 3);

    private final int number;
    private final int corners;

    PrimitiveMode(int number, int corners) {
        this.number = number;
        this.corners = corners;
    }

    /** Return glTF's number of it. */
    int number() {
        return number;
    }

    /** Return how many indices draw one. */
    int corners() {
        return corners;
    }
}
