// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh.view;

import static com.avvyland.worker.mesh.view.Semantic.JOINTS_0;
import static com.avvyland.worker.mesh.view.Semantic.POSITION;
import static com.avvyland.worker.mesh.view.Semantic.WEIGHTS_0;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Holds points, lines or triangles of one material.
 *
 * @param attributes numbers of each vertex in turn, positions always; without normals the reader shades flat, as glTF asks
 * @param targets morph targets: what a weight of 1 adds to positions, normals and colours; one may move nothing
 * @param indices one a point, two a line, three a triangle
 * @param material index into the materials of the scene; -1 for none
 */
public record ViewMesh(
        Map<Semantic, VertexData> attributes,
        List<Map<Semantic, VertexData>> targets,
        PrimitiveMode mode,
        IndexData indices,
        int material) {

    private static final int MAX_JOINT = 0xffff;

    /** @throws IllegalArgumentException when lengths don't fit, or an index or joint is out of range */
    public ViewMesh {
        attributes = ordered(attributes);
        targets = targets.stream().map(ViewMesh::ordered).toList();
        VertexData positions = attributes.get(POSITION);
        if (positions == null || positions.length() % 3 != 0) {
            throw bad("positions", positions == null ? "none" : positions.length(), "a multiple of 3");
        }
        int count = positions.length() / 3;
        requireLengths(attributes, count);
        for (Map<Semantic, VertexData> target : targets) {
            requireLengths(target, count);
            for (Semantic semantic : target.keySet()) {
                if (!semantic.isMorphed() || !attributes.containsKey(semantic)) {
                    throw bad("target", semantic, "positions, or normals or colours that the mesh has");
                }
            }
        }
        if (attributes.containsKey(JOINTS_0) != attributes.containsKey(WEIGHTS_0)) {
            throw bad("joints", attributes.containsKey(JOINTS_0) ? "some" : "none", "with weights, or neither");
        }
        if (indices.length() % mode.corners() != 0) {
            throw bad("indices", indices.length(), "a multiple of " + mode.corners());
        }
        requireIndices(indices, count);
        requireJoints(attributes.get(JOINTS_0));
        if (material < -1) {
            throw bad("material", material, "-1 or more");
        }
    }

    /**
     * Create a mesh of plain arrays, which are shared and not written to.
     *
     * @throws IllegalArgumentException when lengths don't fit, or an index or joint is out of range
     */
    public static ViewMesh of(
            Map<Semantic, float[]> attributes,
            List<Map<Semantic, float[]>> targets,
            PrimitiveMode mode,
            int[] indices,
            int material) {
        return new ViewMesh(
                data(attributes), targets.stream().map(ViewMesh::data).toList(), mode, IndexData.of(indices), material);
    }

    static Map<Semantic, VertexData> data(Map<Semantic, float[]> arrays) {
        Map<Semantic, VertexData> data = new EnumMap<>(Semantic.class);
        arrays.forEach((semantic, numbers) -> data.put(semantic, VertexData.of(numbers)));
        return data;
    }

    VertexData positions() {
        return Objects.requireNonNull(attributes.get(POSITION));
    }

    @Nullable
    VertexData get(Semantic semantic) {
        return attributes.get(semantic);
    }

    int vertexCount() {
        return positions().length() / 3;
    }

    /** Tell whether two of one mesh may become one: the same mode, material, attributes and targets. */
    boolean joins(ViewMesh other) {
        return mode == other.mode
                && material == other.material
                && attributes.keySet().equals(other.attributes.keySet())
                && targets.stream()
                        .map(Map::keySet)
                        .toList()
                        .equals(other.targets.stream().map(Map::keySet).toList());
    }

    private static Map<Semantic, VertexData> ordered(Map<Semantic, VertexData> attributes) {
        Map<Semantic, VertexData> ordered = new EnumMap<>(Semantic.class);
        ordered.putAll(attributes);
        return Collections.unmodifiableMap(ordered);
    }

    private static void requireLengths(Map<Semantic, VertexData> attributes, int count) {
        attributes.forEach((semantic, values) -> {
            if (values.length() != count * semantic.width()) {
                throw bad(semantic.name(), values.length(), count * semantic.width() + ", as the positions say");
            }
        });
    }

    private static void requireIndices(IndexData indices, int count) {
        for (IndexCursor run = indices.cursor(); run.next(); ) {
            for (int i = 0; i < run.count(); i++) {
                int index = run.indices()[i];
                if (index < 0 || index >= count) {
                    throw bad("index", index, "0 to " + (count - 1));
                }
            }
        }
    }

    private static void requireJoints(@Nullable VertexData joints) {
        if (joints == null) {
            return;
        }
        for (VertexCursor run = joints.cursor(JOINTS_0); run.next(); ) {
            for (int i = 0; i < run.length(); i++) {
                float joint = run.numbers()[i];
                if (!(joint >= 0 && joint <= MAX_JOINT)) {
                    throw bad("joint", joint, "0 to " + MAX_JOINT);
                }
            }
        }
    }

    static IllegalArgumentException bad(String name, Object value, String expected) {
        return new IllegalArgumentException(name + ": " + value + " (expected: " + expected + ")");
    }
}
