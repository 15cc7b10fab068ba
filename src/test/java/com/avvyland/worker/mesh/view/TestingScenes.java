// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh.view;

import com.avvyland.worker.mesh.meshopt.VertexCodec.Version;
import com.avvyland.worker.task.Bytes;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Makes scenes of wavy sheets, whose every triangle is known. */
final class TestingScenes {

    static final ViewOptions FINEST_ONLY = new ViewOptions(14, 0, 0, 0, Version.V1);

    private TestingScenes() {}

    /** Triangles of what is not null. */
    static ViewMesh mesh(
            float[] positions,
            float @Nullable [] normals,
            float @Nullable [] uvs,
            float @Nullable [] secondUvs,
            float @Nullable [] colors,
            int @Nullable [] joints,
            float @Nullable [] weights,
            int[] indices,
            int material) {
        float[] numbers = new float[joints == null ? 0 : joints.length];
        for (int i = 0; joints != null && i < joints.length; i++) {
            numbers[i] = joints[i];
        }
        Map<Semantic, float[]> attributes = new EnumMap<>(Semantic.class);
        put(attributes, Semantic.POSITION, positions);
        put(attributes, Semantic.NORMAL, normals);
        put(attributes, Semantic.TEXCOORD_0, uvs);
        put(attributes, Semantic.TEXCOORD_1, secondUvs);
        put(attributes, Semantic.COLOR_0, colors);
        put(attributes, Semantic.JOINTS_0, joints == null ? null : numbers);
        put(attributes, Semantic.WEIGHTS_0, weights);
        return ViewMesh.of(attributes, List.of(), PrimitiveMode.TRIANGLES, indices, material);
    }

    private static void put(Map<Semantic, float[]> attributes, Semantic semantic, float @Nullable [] values) {
        if (values != null) {
            attributes.put(semantic, values);
        }
    }

    /** A sheet of side * side quads of size 1 with unit normals, in a plane that waves. */
    static ViewMesh sheet(int side, int material) {
        int row = side + 1;
        float[] positions = new float[row * row * 3];
        float[] normals = new float[row * row * 3];
        float[] uvs = new float[row * row * 2];
        for (int i = 0; i < row * row; i++) {
            int x = i % row;
            int y = i / row;
            positions[i * 3] = x;
            positions[i * 3 + 1] = y;
            positions[i * 3 + 2] = (float) Math.sin(x * 0.2) * 2;
            double slope = Math.cos(x * 0.2) * 0.4;
            double length = Math.sqrt(1 + slope * slope);
            normals[i * 3] = (float) (-slope / length);
            normals[i * 3 + 2] = (float) (1 / length);
            uvs[i * 2] = x / (float) side;
            uvs[i * 2 + 1] = y / (float) side;
        }
        return mesh(positions, normals, uvs, null, null, null, null, indices(side), material);
    }

    private static int[] indices(int side) {
        int[] indices = new int[side * side * 6];
        int at = 0;
        for (int quad = 0; quad < side * side; quad++) {
            int a = quad / side * (side + 1) + quad % side;
            for (int index : new int[] {a, a + 1, a + side + 1, a + 1, a + side + 2, a + side + 1}) {
                indices[at++] = index;
            }
        }
        return indices;
    }

    /** Return the numbers of an attribute that a mesh has. */
    static float[] numbers(ViewMesh mesh, Semantic semantic) {
        return Objects.requireNonNull(mesh.get(semantic)).toArray();
    }

    static ViewMesh bare(ViewMesh mesh, float @Nullable [] colors) {
        return mesh(
                mesh.positions().toArray(),
                null,
                null,
                null,
                colors,
                null,
                null,
                mesh.indices().toArray(),
                mesh.material());
    }

    static ViewTransform at(double x, double y, double z) {
        return new ViewTransform.Parts(new double[] {x, y, z}, new double[] {0, 0, 0, 1}, new double[] {1, 1, 1});
    }

    static ViewNode node(int mesh, ViewTransform transform, Integer... children) {
        return new ViewNode("node " + mesh, mesh, -1, List.of(children), transform, List.of());
    }

    static ViewScene scene(List<ViewNode> nodes, List<Integer> roots, List<List<ViewMesh>> meshes) {
        List<Map<String, Object>> materials = List.of(
                Map.of("name", "red", "pbrMetallicRoughness", Map.of("baseColorTexture", Map.of("index", 0))),
                Map.of("name", "blue"));
        return new ViewScene(
                new ViewScene.Source(Bytes.of(new byte[32]), 1234),
                roots,
                nodes,
                meshes,
                materials,
                List.of(Map.of("source", 0)),
                List.of(new ViewScene.Image("image/png", 1, 1, Bytes.of(new byte[] {1}), null, null)),
                List.of(),
                List.of());
    }

    static ViewScene one(ViewMesh... parts) {
        return scene(List.of(node(0, ViewTransform.IDENTITY)), List.of(0), List.of(List.of(parts)));
    }
}
