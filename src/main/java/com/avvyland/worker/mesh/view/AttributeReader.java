// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh.view;

import com.avvyland.worker.gltf.AccessorView;
import com.avvyland.worker.gltf.GltfAsset;
import com.avvyland.worker.task.FailureCode;
import com.avvyland.worker.task.TaskFailure;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds the attributes of vertices, all of them within one bound. */
final class AttributeReader {

    private final GltfAsset asset;
    private final long mostBytes;
    private long bytes;

    AttributeReader(GltfAsset asset, long mostBytes) {
        this.asset = asset;
        this.mostBytes = mostBytes;
    }

    /**
     * Return an attribute of this shape; null when there is none. Colours may have three numbers.
     *
     * @param alpha what a colour without a fourth number gets
     */
    @Nullable
    VertexData read(Map<String, Integer> accessors, Semantic semantic, int vertices, float alpha) {
        int width = semantic.width();
        AccessorView view = view(accessors, semantic.name(), width, vertices);
        if (view == null && semantic == Semantic.COLOR_0) {
            view = view(accessors, semantic.name(), 3, vertices);
        }
        if (view == null) {
            return null;
        }
        charge(vertices, width);
        return new AttributeData(view, width, alpha);
    }

    /** Return an attribute that has this shape; null when there is none. */
    @Nullable
    AccessorView view(Map<String, Integer> accessors, String name, int width, int vertices) {
        Integer accessor = accessors.get(name);
        AccessorView view = accessor == null ? null : AccessorView.of(asset, accessor);
        return view != null && view.width() == width && view.count() == vertices ? view : null;
    }

    /** Count so many numbers, before they are read. */
    void charge(long elements, int width) {
        bytes += elements * width * Float.BYTES;
        if (bytes > mostBytes) {
            throw new TaskFailure(
                    FailureCode.MODEL_TOO_LARGE,
                    "view: %d bytes of vertices and indices or more (expected: at most %d)"
                            .formatted(bytes, mostBytes));
        }
    }
}
