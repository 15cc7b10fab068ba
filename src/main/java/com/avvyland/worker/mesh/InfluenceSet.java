// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh;

import com.avvyland.worker.gltf.Components;
import com.avvyland.worker.gltf.GltfAsset.Accessor;

/** Reads and writes the four joints and weights of one set, tightly packed. */
@SuppressWarnings("ArrayRecordComponent") // written in place
record InfluenceSet(byte[] joints, boolean shortJoints, byte[] weights, int weightType) {

    private static final int WIDTH = 4;

    /** Tell whether the accessors have one of the forms that the specification allows. */
    static boolean isKnown(Accessor joint, Accessor weight) {
        return joint.type().equals("VEC4")
                && weight.type().equals("VEC4")
                && (joint.componentType() == Components.UNSIGNED_BYTE
                        || joint.componentType() == Components.UNSIGNED_SHORT)
                && switch (weight.componentType()) {
                    case Components.FLOAT -> true;
                    case Components.UNSIGNED_BYTE, Components.UNSIGNED_SHORT -> weight.normalized();
                    default -> false;
                };
    }

    int joint(int vertex, int component) {
        int at = vertex * WIDTH + component;
        return shortJoints ? shortAt(joints, at) : Byte.toUnsignedInt(joints[at]);
    }

    /** Return a weight as the float it is, or is read as. */
    double weight(int vertex, int component) {
        int at = vertex * WIDTH + component;
        return switch (weightType) {
            case Components.UNSIGNED_BYTE -> Byte.toUnsignedInt(weights[at]) / 255f;
            case Components.UNSIGNED_SHORT -> shortAt(weights, at) / 65_535f;
            default -> Float.intBitsToFloat((int) VertexBits.INTS.get(weights, at * 4));
        };
    }

    /** Scale weights to a sum of 1, each to a value that can be stored; what rounding leaves goes to the largest. */
    void share(double[] shares, double sum) {
        if (weightType == Components.FLOAT) {
            for (int i = 0; i < shares.length; i++) {
                shares[i] = (float) (shares[i] / sum);
            }
            return;
        }
        int whole = weightType == Components.UNSIGNED_BYTE ? 255 : 65_535;
        int left = whole;
        int largest = 0;
        for (int i = 1; i < shares.length; i++) {
            largest = shares[i] > shares[largest] ? i : largest;
        }
        for (int i = 0; i < shares.length; i++) {
            shares[i] = Math.floor(shares[i] * whole / sum);
            left -= (int) shares[i];
        }
        shares[largest] += left;
        for (int i = 0; i < shares.length; i++) {
            shares[i] /= whole;
        }
    }

    void set(int vertex, int component, int joint, double weight) {
        int at = vertex * WIDTH + component;
        if (shortJoints) {
            setShort(joints, at, joint);
        } else {
            joints[at] = (byte) joint;
        }
        switch (weightType) {
            case Components.UNSIGNED_BYTE -> weights[at] = (byte) Math.round(weight * 255);
            case Components.UNSIGNED_SHORT -> setShort(weights, at, (int) Math.round(weight * 65_535));
            default -> VertexBits.INTS.set(weights, at * 4, Float.floatToRawIntBits((float) weight));
        }
    }

    private static int shortAt(byte[] array, int index) {
        return Byte.toUnsignedInt(array[index * 2]) | Byte.toUnsignedInt(array[index * 2 + 1]) << 8;
    }

    private static void setShort(byte[] array, int index, int value) {
        array[index * 2] = (byte) value;
        array[index * 2 + 1] = (byte) (value >> 8);
    }
}
