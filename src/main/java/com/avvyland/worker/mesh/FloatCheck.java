// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh;

import com.avvyland.worker.gltf.Components;
import com.avvyland.worker.gltf.GltfAsset;
import com.avvyland.worker.gltf.StoredElements;
import com.avvyland.worker.task.FailureCode;
import com.avvyland.worker.task.TaskFailure;
import java.util.BitSet;

/** Refuses NaN and infinity in every accessor of floats that is written, each looked at once. */
final class FloatCheck {

    private static final int EXPONENT = 0x7f80_0000;

    private final GltfAsset asset;
    private final BitSet sound = new BitSet();

    FloatCheck(GltfAsset asset) {
        this.asset = asset;
    }

    void requireFinite(int accessor, StoredElements elements) {
        if (sound.get(accessor)
                || elements.stride() == 0
                || asset.accessors().get(accessor).componentType() != Components.FLOAT) {
            return;
        }
        byte[] array = elements.array();
        for (int i = 0; i < elements.count(); i++) {
            int at = elements.at(i);
            for (int end = at + elements.size(); at < end; at += 4) {
                int bits = (int) VertexBits.INTS.get(array, at);
                if ((bits & EXPONENT) == EXPONENT) {
                    throw new TaskFailure(
                            FailureCode.INVALID_MODEL,
                            "accessors[%d] element %d: %s (expected: finite numbers)"
                                    .formatted(accessor, i, Float.intBitsToFloat(bits)));
                }
            }
        }
        sound.set(accessor);
    }
}
