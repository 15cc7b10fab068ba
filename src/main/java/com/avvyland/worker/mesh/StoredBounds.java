// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh;

import com.avvyland.worker.gltf.Components;
import com.avvyland.worker.gltf.StoredElements;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;

/** Holds the least and greatest stored value of each component, normalized integers as they are stored. */
@SuppressWarnings("ArrayRecordComponent") // four numbers at most
record StoredBounds(int componentType, double[] min, double[] max) {

    static StoredBounds of(Block.Elements elements, int componentType, int width) {
        double[] min = new double[width];
        double[] max = new double[width];
        Arrays.fill(min, Double.POSITIVE_INFINITY);
        Arrays.fill(max, Double.NEGATIVE_INFINITY);
        StoredElements source = elements.source();
        int size = Components.size(componentType);
        for (int i = 0; i < elements.count(); i++) {
            int at = source.at(elements.sourceOf(i));
            for (int c = 0; c < width; c++, at += size) {
                double value = value(source.array(), at, componentType);
                min[c] = Math.min(min[c], value);
                max[c] = Math.max(max[c], value);
            }
        }
        return new StoredBounds(componentType, min, max);
    }

    void putTo(ObjectNode accessor) {
        put(accessor.putArray("min"), min);
        put(accessor.putArray("max"), max);
    }

    private void put(ArrayNode array, double[] values) {
        for (double value : values) {
            if (componentType == Components.FLOAT) {
                array.add(value);
            } else {
                array.add((long) value);
            }
        }
    }

    private static double value(byte[] array, int at, int componentType) {
        return switch (componentType) {
            case Components.FLOAT -> Float.intBitsToFloat((int) VertexBits.INTS.get(array, at));
            case Components.BYTE -> array[at];
            case Components.UNSIGNED_BYTE -> Byte.toUnsignedInt(array[at]);
            case Components.SHORT -> (short) shortAt(array, at);
            case Components.UNSIGNED_SHORT -> shortAt(array, at);
            default -> Integer.toUnsignedLong((int) VertexBits.INTS.get(array, at));
        };
    }

    private static int shortAt(byte[] array, int at) {
        return Byte.toUnsignedInt(array[at]) | Byte.toUnsignedInt(array[at + 1]) << 8;
    }
}
