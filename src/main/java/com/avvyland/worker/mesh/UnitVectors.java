// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh;

import com.avvyland.worker.gltf.Components;
import com.avvyland.worker.gltf.GltfAsset;
import com.avvyland.worker.gltf.GltfAsset.Accessor;
import com.avvyland.worker.gltf.StoredElements;
import java.util.SortedMap;

/**
 * Gives normals and tangents of floats the length 1, where it is not, and a tangent a sign of 1 or -1. Their direction
 * stays, and with it what a renderer shows: it divides by the length itself. A vector without length stays as it is.
 */
final class UnitVectors {

    /** What the Khronos validator allows is 0.00674, for quantized vectors. */
    private static final double TOLERANCE = 0.0067;

    private UnitVectors() {}

    /** Replace streams by mended copies, where that is needed; return how many vectors were mended. */
    static int repair(GltfAsset asset, SortedMap<String, Shape.Stream> streams) {
        return repair(asset, streams, "NORMAL", "VEC3") + repair(asset, streams, "TANGENT", "VEC4");
    }

    private static int repair(GltfAsset asset, SortedMap<String, Shape.Stream> streams, String semantic, String type) {
        Shape.Stream stream = streams.get(semantic);
        if (stream == null) {
            return 0;
        }
        Accessor accessor = asset.accessors().get(stream.accessor());
        if (accessor.componentType() != Components.FLOAT || !accessor.type().equals(type)) {
            return 0;
        }
        StoredElements stored = stream.elements();
        byte[] mended = {};
        int count = 0;
        for (int i = 0; i < stored.count(); i++) {
            if (isSound(stored.array(), stored.at(i), stored.size())) {
                continue;
            }
            if (count++ == 0) {
                mended = stored.tight();
            }
            mend(mended, i * stored.size(), stored.size());
        }
        if (count > 0) {
            streams.put(semantic, stream.with(mended));
        }
        return count;
    }

    private static boolean isSound(byte[] array, int at, int size) {
        double length = length(array, at);
        boolean signed = size < 16 || Math.abs(floatAt(array, at + 12)) == 1;
        return (length == 0 || Math.abs(length - 1) <= TOLERANCE) && signed;
    }

    private static void mend(byte[] array, int at, int size) {
        double length = length(array, at);
        for (int c = 0; c < 12 && length > 0; c += 4) {
            put(array, at + c, (float) (floatAt(array, at + c) / length));
        }
        if (size == 16) {
            put(array, at + 12, floatAt(array, at + 12) < 0 ? -1 : 1);
        }
    }

    private static double length(byte[] array, int at) {
        double x = floatAt(array, at);
        double y = floatAt(array, at + 4);
        double z = floatAt(array, at + 8);
        return Math.sqrt(x * x + y * y + z * z);
    }

    private static float floatAt(byte[] array, int at) {
        return Float.intBitsToFloat((int) VertexBits.INTS.get(array, at));
    }

    private static void put(byte[] array, int at, float value) {
        VertexBits.INTS.set(array, at, Float.floatToRawIntBits(value));
    }
}
