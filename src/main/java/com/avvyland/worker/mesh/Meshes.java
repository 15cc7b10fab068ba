// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh;

import com.avvyland.worker.gltf.GltfAsset;
import com.avvyland.worker.gltf.GltfAsset.Primitive;
import com.avvyland.worker.gltf.GltfLimits;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Shapes the meshes that are used and writes them anew, each primitive on its own. */
final class Meshes {

    private static final String VARIANTS = "KHR_materials_variants";

    private final GltfAsset asset;
    private final ObjectNode root;
    private final Changes changes;
    private final SortedMap<Integer, List<@Nullable Shape>> shapes = new TreeMap<>();

    Meshes(GltfAsset asset, ObjectNode root, Changes changes) {
        this.asset = asset;
        this.root = root;
        this.changes = changes;
    }

    /** Shape the meshes of the scenes; return those that have something to draw. */
    BitSet shape(SceneUse use, GltfLimits limits) {
        var maker = new Shapes(asset, limits, changes);
        int[] jointCounts = use.jointCounts();
        var drawn = new BitSet();
        use.meshes().stream().forEach(mesh -> {
            List<@Nullable Shape> made = new ArrayList<>();
            for (Primitive primitive : asset.meshes().get(mesh).primitives()) {
                Shape shape = maker.of(primitive, jointCounts[mesh]);
                made.add(shape);
                if (shape != null && !shape.isEmpty()) {
                    drawn.set(mesh);
                }
            }
            shapes.put(mesh, made);
        });
        return drawn;
    }

    /** Write the accessors of these meshes; return the materials that they use, by their old numbers. */
    BitSet write(BitSet meshes, AccessorTable table) {
        var materials = new BitSet();
        meshes.stream().forEach(mesh -> {
            JsonNode primitives = root.get("meshes").get(mesh).get("primitives");
            ArrayNode kept = root.arrayNode();
            List<@Nullable Shape> made = shapes.getOrDefault(mesh, List.of());
            for (int i = 0; i < made.size(); i++) {
                Shape shape = made.get(i);
                ObjectNode primitive = (ObjectNode) primitives.get(i);
                if (shape == null || shape.isEmpty()) {
                    changes.repaired("primitives with nothing to draw", 1);
                    continue;
                }
                write(shape, primitive, table);
                collect(primitive, materials);
                kept.add(primitive);
            }
            ((ObjectNode) root.get("meshes").get(mesh)).set("primitives", kept);
        });
        return materials;
    }

    private static void write(Shape shape, ObjectNode primitive, AccessorTable table) {
        write(shape.streams(), shape.welded(), primitive.putObject("attributes"), table);
        primitive.put("indices", table.indices(shape.welded()));
        if (shape.mode() == Corners.TRIANGLES) {
            primitive.remove("mode");
        }
        if (!shape.targets().isEmpty()) {
            ArrayNode targets = primitive.putArray("targets");
            shape.targets().forEach(target -> write(target, shape.welded(), targets.addObject(), table));
        }
    }

    private static void write(
            SortedMap<String, Shape.Stream> streams, Welded welded, ObjectNode attributes, AccessorTable table) {
        streams.forEach((semantic, stream) -> attributes.put(
                semantic,
                table.attribute(
                        stream.accessor(),
                        stream.elements(),
                        welded.order(),
                        welded.vertices(),
                        semantic.equals("POSITION"))));
    }

    private static void collect(ObjectNode primitive, BitSet materials) {
        if (primitive.path("material").isNumber()) {
            materials.set(primitive.get("material").intValue());
        }
        for (JsonNode mapping : mappings(primitive)) {
            if (mapping.path("material").isNumber()) {
                materials.set(mapping.get("material").intValue());
            }
        }
    }

    private static JsonNode mappings(JsonNode primitive) {
        return primitive.path("extensions").path(VARIANTS).path("mappings");
    }

    /** Give materials their new numbers and keep equal meshes once; return the new numbers of meshes. */
    Numbering rewrite(BitSet meshes, Numbering materials) {
        meshes.stream().forEach(mesh -> {
            for (JsonNode primitive : root.get("meshes").get(mesh).get("primitives")) {
                materials.rewrite((ObjectNode) primitive, "material");
                for (JsonNode mapping : mappings(primitive)) {
                    materials.rewrite((ObjectNode) mapping, "material");
                }
            }
        });
        return Numbering.compact(root, "meshes", meshes, changes);
    }
}
