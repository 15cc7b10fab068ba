// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh.view;

import static com.avvyland.worker.gltf.GltfAsset.NONE;

import com.avvyland.worker.gltf.AccessorView;
import com.avvyland.worker.gltf.GltfAsset;
import com.avvyland.worker.gltf.GltfAsset.Primitive;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** Reads the points, lines and triangles of a canonical asset. */
final class PartReader {

    /** Materials with one of these turn with the tangents of a mesh; others do not show them. */
    private static final List<String> TANGENT_USES =
            List.of("normalTexture", "clearcoatNormalTexture", "KHR_materials_anisotropy");

    private final GltfAsset asset;
    private final AttributeReader attributes;
    private final TargetReader targets;
    private final BitSet tangents = new BitSet();

    /** @throws com.avvyland.worker.task.TaskFailure from {@code read}, when all together are more than that many bytes */
    PartReader(GltfAsset asset, JsonNode materials, long mostBytes) {
        this.asset = asset;
        this.attributes = new AttributeReader(asset, mostBytes);
        this.targets = new TargetReader(attributes);
        for (int i = 0; i < materials.size(); i++) {
            JsonNode material = materials.get(i);
            tangents.set(i, TANGENT_USES.stream().anyMatch(use -> material.findValue(use) != null));
        }
    }

    /** Return the parts of a mesh that draw something. */
    List<ViewMesh> read(int mesh, boolean skinned) {
        List<ViewMesh> parts = new ArrayList<>();
        for (Primitive primitive : asset.meshes().get(mesh).primitives()) {
            PrimitiveMode mode = PrimitiveIndices.mode(primitive.mode());
            if (mode != null && primitive.attribute("POSITION") != NONE && primitive.indices() != NONE) {
                parts.add(part(primitive, mode, skinned));
            }
        }
        return parts;
    }

    /** Tell whether every part of a mesh hangs on joints. */
    boolean hasJoints(int mesh) {
        return asset.meshes().get(mesh).primitives().stream()
                .allMatch(primitive -> Stream.of("JOINTS_0", "WEIGHTS_0")
                        .allMatch(
                                name -> attributes.view(primitive.attributes(), name, 4, vertices(primitive)) != null));
    }

    private ViewMesh part(Primitive primitive, PrimitiveMode mode, boolean skinned) {
        int vertices = vertices(primitive);
        Map<Semantic, VertexData> values = new EnumMap<>(Semantic.class);
        for (Semantic semantic : Semantic.values()) {
            VertexData read = isShown(semantic, primitive)
                    ? attributes.read(primitive.attributes(), semantic, vertices, 1)
                    : null;
            if (read != null) {
                values.put(semantic, read);
            }
        }
        if (skinned) {
            attributes.charge(vertices, 8);
            Influences influences =
                    Influences.read(name -> attributes.view(primitive.attributes(), name, 4, vertices), vertices);
            values.put(Semantic.JOINTS_0, VertexData.of(influences.joints()));
            values.put(Semantic.WEIGHTS_0, VertexData.of(influences.weights()));
        }
        return new ViewMesh(
                values, targets.read(primitive, values, vertices), mode, indices(primitive), primitive.material());
    }

    private boolean isShown(Semantic semantic, Primitive primitive) {
        return switch (semantic) {
            case JOINTS_0, WEIGHTS_0 -> false;
            case TANGENT -> primitive.material() != NONE && tangents.get(primitive.material());
            default -> true;
        };
    }

    private IndexData indices(Primitive primitive) {
        AccessorView view = Objects.requireNonNull(
                AccessorView.of(asset, primitive.indices()), "canonical: every index can be read");
        attributes.charge(PrimitiveIndices.count(primitive.mode(), view.count()), 1);
        return new PrimitiveIndices(primitive.mode(), view);
    }

    private int vertices(Primitive primitive) {
        int position = primitive.attribute("POSITION");
        return position == NONE ? 0 : (int) asset.accessors().get(position).count();
    }
}
