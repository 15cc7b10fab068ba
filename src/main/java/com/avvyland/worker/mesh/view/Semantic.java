// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh.view;

/** Names the vertex attributes that a view has, as glTF 2.0 names them; in this order they are written. */
public enum Semantic {
    POSITION(3),
    /** Unit vectors. */
    NORMAL(3),
    /** Unit vectors, and in w the sign of the bitangent. */
    TANGENT(4),
    TEXCOORD_0(2),
    TEXCOORD_1(2),
    /** Red, green, blue, alpha from 0 to 1. */
    COLOR_0(4),
    /** Whole numbers from 0 to 65,535: indices into the joints of the skin. */
    JOINTS_0(4),
    /** From 0, in sum about 1. */
    WEIGHTS_0(4);

    private final int width;

    Semantic(int width) {
        this.width = width;
    }

    /** Return how many numbers a vertex has of it. */
    public int width() {
        return width;
    }

    /** Tell whether morph targets of a view move it; Three.js moves no others. */
    boolean isMorphed() {
        return this == POSITION || this == NORMAL || this == COLOR_0;
    }
}
