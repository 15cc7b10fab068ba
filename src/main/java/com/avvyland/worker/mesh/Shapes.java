// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh;

import static com.avvyland.worker.gltf.GltfAsset.NONE;

import com.avvyland.worker.gltf.Components;
import com.avvyland.worker.gltf.GltfAsset;
import com.avvyland.worker.gltf.GltfAsset.Primitive;
import com.avvyland.worker.gltf.GltfLimits;
import com.avvyland.worker.gltf.StoredElements;
import com.avvyland.worker.task.FailureCode;
import com.avvyland.worker.task.TaskFailure;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Makes the shapes of primitives: mended, welded, as triangles. Equal geometry is made once. For one thread. */
final class Shapes {

    private final GltfAsset asset;
    private final Changes changes;
    private final Weld weld = new Weld();
    private final Map<Geometry, Shape> made = new HashMap<>();
    private final Map<Integer, StoredElements> stored = new HashMap<>();
    private final long budget;
    private long spent;

    Shapes(GltfAsset asset, GltfLimits limits, Changes changes) {
        this.asset = asset;
        this.changes = changes;
        this.budget = limits.decodedBytes(asset.fileBytes());
    }

    /**
     * Return the shape of a primitive; null when it has no positions.
     *
     * @param jointCount of the smallest skin that its mesh is used with
     * @throws TaskFailure {@code model_too_large}, when primitives that share vertices would together be larger, with
     *     vertices of their own, than a model may decode to
     */
    @Nullable
    Shape of(Primitive primitive, int jointCount) {
        if (primitive.attribute("POSITION") == NONE) {
            return null;
        }
        var geometry = new Geometry(
                primitive.attributes(), primitive.indices(), primitive.mode(), primitive.targets(), jointCount);
        Shape shape = made.get(geometry);
        if (shape == null) {
            shape = make(primitive, jointCount);
            made.put(geometry, shape);
        }
        return shape;
    }

    private Shape make(Primitive primitive, int jointCount) {
        spend(primitive);
        SortedMap<String, Shape.Stream> streams = streams(primitive.attributes());
        changes.repaired("skin weights", SkinWeights.repair(asset, streams, jointCount));
        changes.repaired("unit vectors", UnitVectors.repair(asset, streams));
        List<SortedMap<String, Shape.Stream>> targets =
                primitive.targets().stream().map(this::streams).toList();
        int vertices = vertices(primitive);
        int indices = primitive.indices();
        Corners corners = Corners.of(
                indices == NONE ? null : StoredElements.of(asset, indices),
                indices == NONE ? 0 : asset.accessors().get(indices).componentType(),
                vertices,
                primitive.mode());
        int mode = Corners.mode(primitive.mode());
        Welded welded = weld.weld(Shape.all(streams, targets), vertices, corners, mode);
        changes.welded(vertices - welded.vertices());
        changes.triangles(welded.dropped());
        return new Shape(streams, targets, welded, mode);
    }

    private int vertices(Primitive primitive) {
        return (int) asset.accessors().get(primitive.attribute("POSITION")).count();
    }

    /** A sparse accessor is a copy: where many primitives share it, it is made once. */
    private StoredElements stored(int accessor) {
        return stored.computeIfAbsent(accessor, index -> StoredElements.of(asset, index));
    }

    private SortedMap<String, Shape.Stream> streams(Map<String, Integer> attributes) {
        SortedMap<String, Shape.Stream> streams = new TreeMap<>();
        attributes.forEach((semantic, accessor) -> streams.put(semantic, new Shape.Stream(accessor, stored(accessor))));
        return streams;
    }

    private void spend(Primitive primitive) {
        long vertices = vertices(primitive);
        long corners = Corners.count(
                primitive.indices() == NONE
                        ? vertices
                        : asset.accessors().get(primitive.indices()).count(),
                primitive.mode());
        long size = size(primitive.attributes());
        for (Map<String, Integer> target : primitive.targets()) {
            size += size(target);
        }
        spent += Math.min(vertices, corners) * size + corners * 4;
        if (spent > budget) {
            throw new TaskFailure(
                    FailureCode.MODEL_TOO_LARGE,
                    "meshes: %d bytes, with vertices of their own for each primitive (expected: at most %d)"
                            .formatted(spent, budget));
        }
    }

    private long size(Map<String, Integer> attributes) {
        return attributes.values().stream()
                .mapToLong(accessor -> Components.elementSize(asset.accessors().get(accessor)))
                .sum();
    }

    private record Geometry(
            Map<String, Integer> attributes,
            int indices,
            int mode,
            List<Map<String, Integer>> targets,
            int jointCount) {}
}
