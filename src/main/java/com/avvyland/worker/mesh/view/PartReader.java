// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh.view;

import static com.avvyland.worker.gltf.GltfAsset.NONE;

import com.avvyland.worker.gltf.AccessorView;
import com.avvyland.worker.gltf.GltfAsset;
import com.avvyland.worker.gltf.GltfAsset.Primitive;
import com.avvyland.worker.task.FailureCode;
import com.avvyland.worker.task.TaskFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the triangles of a canonical asset into arrays, all of them within one bound. */
final class PartReader {

    private static final int TRIANGLES = 4;

    /**
     * Bytes of arrays that one view is made of: 512 MiB, some twelve million vertices with everything. Small integers
     * become floats here, so what a model may decode to elsewhere can be four times as much; and merging holds parts twice.
     */
    private static final long MOST_BYTES = 512L << 20;

    private final GltfAsset asset;
    private long bytes;

    PartReader(GltfAsset asset) {
        this.asset = asset;
    }

    /** Return the parts of a mesh that are triangles. */
    List<ViewMesh> read(int mesh, boolean skinned) {
        List<ViewMesh> parts = new ArrayList<>();
        for (Primitive primitive : asset.meshes().get(mesh).primitives()) {
            int position = primitive.attribute("POSITION");
            if (primitive.mode() == TRIANGLES && position != NONE && primitive.indices() != NONE) {
                parts.add(part(primitive, count(position), skinned));
            }
        }
        return parts;
    }

    /** Tell whether every part of a mesh hangs on joints. */
    boolean hasJoints(int mesh) {
        return asset.meshes().get(mesh).primitives().stream()
                .allMatch(primitive -> Stream.of("JOINTS_0", "WEIGHTS_0")
                        .allMatch(name -> view(primitive, name, 4, vertices(primitive)) != null));
    }

    private ViewMesh part(Primitive primitive, int vertices, boolean skinned) {
        AccessorView positions = view(primitive, "POSITION", 3, vertices);
        if (positions == null) {
            throw ViewMesh.bad("POSITION", "not three numbers", "VEC3");
        }
        int @Nullable [] joints = null;
        float @Nullable [] weights = null;
        if (skinned) {
            charge(vertices, 8);
            Influences influences = Influences.read(name -> view(primitive, name, 4, vertices), vertices);
            joints = influences.joints();
            weights = influences.weights();
        }
        return new ViewMesh(
                numbers(positions, vertices, 3),
                floats(view(primitive, "NORMAL", 3, vertices), vertices, 3),
                floats(view(primitive, "TEXCOORD_0", 2, vertices), vertices, 2),
                floats(view(primitive, "TEXCOORD_1", 2, vertices), vertices, 2),
                colors(primitive, vertices),
                joints,
                weights,
                indices(primitive),
                primitive.material());
    }

    private int[] indices(Primitive primitive) {
        int count = count(primitive.indices());
        charge(count, 1);
        AccessorView view = AccessorView.of(asset, primitive.indices());
        int[] indices = new int[count];
        for (int i = 0; view != null && i < count; i++) {
            indices[i] = view.index(i);
        }
        return indices;
    }

    /** Three or four components; what has no alpha is opaque. */
    private float @Nullable [] colors(Primitive primitive, int vertices) {
        AccessorView opaque = view(primitive, "COLOR_0", 3, vertices);
        if (opaque == null) {
            return floats(view(primitive, "COLOR_0", 4, vertices), vertices, 4);
        }
        charge(vertices, 4);
        float[] colors = new float[vertices * 4];
        for (int i = 0; i < vertices; i++) {
            for (int c = 0; c < 4; c++) {
                colors[i * 4 + c] = c < 3 ? opaque.at(i, c) : 1;
            }
        }
        return colors;
    }

    private float @Nullable [] floats(@Nullable AccessorView view, int vertices, int width) {
        return view == null ? null : numbers(view, vertices, width);
    }

    private float[] numbers(AccessorView view, int vertices, int width) {
        charge(vertices, width);
        float[] floats = new float[vertices * width];
        for (int i = 0; i < vertices; i++) {
            for (int c = 0; c < width; c++) {
                floats[i * width + c] = view.at(i, c);
            }
        }
        return floats;
    }

    /** Return an attribute that has this shape; null when there is none. */
    private @Nullable AccessorView view(Primitive primitive, String name, int width, int vertices) {
        int accessor = primitive.attribute(name);
        AccessorView view = accessor == NONE ? null : AccessorView.of(asset, accessor);
        return view != null && view.width() == width && view.count() == vertices ? view : null;
    }

    private int vertices(Primitive primitive) {
        int position = primitive.attribute("POSITION");
        return position == NONE ? 0 : count(position);
    }

    private int count(int accessor) {
        return (int) asset.accessors().get(accessor).count();
    }

    private void charge(long elements, int width) {
        bytes += elements * width * Float.BYTES;
        if (bytes > MOST_BYTES) {
            throw new TaskFailure(
                    FailureCode.MODEL_TOO_LARGE,
                    "view: %d bytes of vertices and indices or more (expected: at most %d)"
                            .formatted(bytes, MOST_BYTES));
        }
    }
}
