// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.gltf;

import com.avvyland.worker.gltf.GltfAsset.Accessor;

/** Knows the numbers of glTF's component and accessor types (specification, section 3.6.2.2). */
public final class Components {

    public static final int BYTE = 5120;
    public static final int UNSIGNED_BYTE = 5121;
    public static final int SHORT = 5122;
    public static final int UNSIGNED_SHORT = 5123;
    public static final int UNSIGNED_INT = 5125;
    public static final int FLOAT = 5126;

    private Components() {}

    /** Return the bytes of one component, or 0 when there is no such type. */
    public static int size(int componentType) {
        return switch (componentType) {
            case BYTE, UNSIGNED_BYTE -> 1;
            case SHORT, UNSIGNED_SHORT -> 2;
            case UNSIGNED_INT, FLOAT -> 4;
            default -> 0;
        };
    }

    /** Return the components of one element, or 0 when there is no such type. */
    public static int width(String type) {
        return switch (type) {
            case "SCALAR" -> 1;
            case "VEC2" -> 2;
            case "VEC3" -> 3;
            case "VEC4", "MAT2" -> 4;
            case "MAT3" -> 9;
            case "MAT4" -> 16;
            default -> 0;
        };
    }

    /** Return the bytes of one element; a matrix column starts at a multiple of 4. */
    public static int elementSize(Accessor accessor) {
        int component = size(accessor.componentType());
        int rows = switch (accessor.type()) {
            case "MAT2" -> 2;
            case "MAT3" -> 3;
            case "MAT4" -> 4;
            default -> 0;
        };
        return rows == 0 ? component * width(accessor.type()) : rows * ((rows * component + 3) & ~3);
    }

    /** Return what a stored number means: an integer that is normalized stands for 0..1 or -1..1. */
    static double decode(double stored, Accessor accessor) {
        if (!accessor.normalized()) {
            return stored;
        }
        return switch (accessor.componentType()) {
            case BYTE -> Math.max(stored / 127, -1);
            case UNSIGNED_BYTE -> stored / 255;
            case SHORT -> Math.max(stored / 32_767, -1);
            case UNSIGNED_SHORT -> stored / 65_535;
            default -> stored;
        };
    }
}
