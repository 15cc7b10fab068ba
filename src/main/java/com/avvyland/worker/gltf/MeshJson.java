// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.gltf;

import static com.avvyland.worker.gltf.GltfAsset.NONE;

import com.avvyland.worker.gltf.GltfAsset.Mesh;
import com.avvyland.worker.gltf.GltfAsset.Primitive;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads meshes and their primitives; counts both over the whole asset. */
final class MeshJson {

    private static final int TRIANGLES = 4;
    private static final int MAX_ATTRIBUTES = 64;

    private final JsonCursor json;
    private final GltfLimits limits;
    private int primitiveCount;
    private int targetCount;

    MeshJson(JsonCursor json, GltfLimits limits) {
        this.json = json;
        this.limits = limits;
    }

    Mesh mesh() throws IOException {
        String name = "";
        List<Primitive> primitives = List.of();
        json.openObject();
        while (json.nextMember()) {
            switch (json.member()) {
                case "name" -> name = json.name();
                case "primitives" -> primitives = primitives();
                default -> json.skip();
            }
        }
        return new Mesh(name, primitives);
    }

    private List<Primitive> primitives() throws IOException {
        List<Primitive> primitives = new ArrayList<>(1);
        json.openArray();
        while (json.nextElement(limits.objects() - primitiveCount)) {
            primitives.add(primitive());
        }
        primitiveCount += primitives.size();
        return List.copyOf(primitives);
    }

    private Primitive primitive() throws IOException {
        Map<String, Integer> attributes = Map.of();
        int indices = NONE;
        int material = NONE;
        int mode = TRIANGLES;
        List<Map<String, Integer>> targets = List.of();
        Draco draco = Draco.ABSENT;
        json.openObject();
        while (json.nextMember()) {
            switch (json.member()) {
                case "attributes" -> attributes = json.indexMap(MAX_ATTRIBUTES);
                case "indices" -> indices = json.index();
                case "material" -> material = json.index();
                case "mode" -> mode = json.index();
                case "targets" -> targets = targets();
                case "extensions" -> draco = draco();
                default -> json.skip();
            }
        }
        return new Primitive(attributes, indices, material, mode, targets, draco.view(), draco.attributes());
    }

    private List<Map<String, Integer>> targets() throws IOException {
        List<Map<String, Integer>> targets = new ArrayList<>();
        json.openArray();
        while (json.nextElement(Math.min(limits.morphTargets(), limits.objects() - targetCount))) {
            targets.add(json.indexMap(MAX_ATTRIBUTES));
        }
        targetCount += targets.size();
        return List.copyOf(targets);
    }

    private Draco draco() throws IOException {
        int view = NONE;
        Map<String, Integer> attributes = Map.of();
        json.openObject();
        while (json.nextMember()) {
            if (!json.member().equals("KHR_draco_mesh_compression")) {
                json.skip();
                continue;
            }
            json.openObject();
            while (json.nextMember()) {
                switch (json.member()) {
                    case "bufferView" -> view = json.index();
                    case "attributes" -> attributes = json.indexMap(MAX_ATTRIBUTES);
                    default -> json.skip();
                }
            }
        }
        return new Draco(view, attributes);
    }

    private record Draco(int view, Map<String, Integer> attributes) {

        private static final Draco ABSENT = new Draco(NONE, Map.of());
    }
}
