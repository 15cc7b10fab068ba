// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.gltf;

import static com.avvyland.worker.gltf.GltfAsset.NONE;

import com.avvyland.worker.gltf.GltfAsset.Node;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads nodes; turns translation, rotation and scale into the matrix they mean. */
final class NodeJson {

    private static final int[] NO_CHILDREN = {};
    private static final int MAX_ATTRIBUTES = 16;

    private int[] children = NO_CHILDREN;
    private String name = "";
    private int mesh = NONE;
    private int skin = NONE;
    private int camera = NONE;
    private int light = NONE;
    private double @Nullable [] matrix;
    private double @Nullable [] translation;
    private double @Nullable [] rotation;
    private double @Nullable [] scale;
    private Map<String, Integer> instancing = Map.of();

    private NodeJson() {}

    static Node node(JsonCursor json, GltfLimits limits) throws IOException {
        var node = new NodeJson();
        json.openObject();
        while (json.nextMember()) {
            switch (json.member()) {
                case "name" -> node.name = json.name();
                case "children" -> node.children = json.indices(limits.nodes());
                case "mesh" -> node.mesh = json.index();
                case "skin" -> node.skin = json.index();
                case "camera" -> node.camera = json.index();
                case "matrix" -> node.matrix = vector(json, 16);
                case "translation" -> node.translation = vector(json, 3);
                case "rotation" -> node.rotation = vector(json, 4);
                case "scale" -> node.scale = vector(json, 3);
                case "extensions" -> node.extensions(json);
                default -> json.skip();
            }
        }
        return new Node(
                node.name, node.children, node.mesh, node.skin, node.camera, node.light, node.local(), node.instancing);
    }

    private void extensions(JsonCursor json) throws IOException {
        json.openObject();
        while (json.nextMember()) {
            switch (json.member()) {
                case "EXT_mesh_gpu_instancing" -> {
                    json.openObject();
                    while (json.nextMember()) {
                        if (json.member().equals("attributes")) {
                            instancing = json.indexMap(MAX_ATTRIBUTES);
                        } else {
                            json.skip();
                        }
                    }
                }
                case "KHR_lights_punctual" -> {
                    json.openObject();
                    while (json.nextMember()) {
                        if (json.member().equals("light")) {
                            light = json.index();
                        } else {
                            json.skip();
                        }
                    }
                }
                default -> json.skip();
            }
        }
    }

    private double @Nullable [] local() {
        if (matrix != null || (translation == null && rotation == null && scale == null)) {
            return matrix;
        }
        double[] t = translation == null ? new double[] {0, 0, 0} : translation;
        double[] r = rotation == null ? new double[] {0, 0, 0, 1} : rotation;
        double[] s = scale == null ? new double[] {1, 1, 1} : scale;
        return Matrix.compose(t, r, s);
    }

    private static double[] vector(JsonCursor json, int size) throws IOException {
        String path = json.path();
        double[] values = json.numbers(size);
        if (values.length != size) {
            throw GltfFault.invalid(path, values.length + " numbers", size + " numbers");
        }
        for (double value : values) {
            if (Math.abs(value) > Matrix.MAX_COORDINATE) {
                throw GltfFault.invalid(path, value, "at most 1e12 either way");
            }
        }
        return values;
    }
}
