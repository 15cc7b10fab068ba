// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh.view;

import com.avvyland.worker.mesh.view.ViewScene.Skin;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Finds the box around a scene as it stands. A skinned mesh stands where its joints hold it, not where its node is; each
 * vertex is taken once a mesh and skin, as they are both shared, and without its morph targets.
 */
final class WorldBox {

    private record Skinned(int mesh, int skin) {}

    private final ViewScene scene;
    private final IntFunction<@Nullable Box> boxes;
    private final double[][] worlds;
    private final List<Skinned> skinned = new ArrayList<>();
    private final Map<Integer, MorphReach> reaches = new HashMap<>();
    private final Map<Integer, double[][]> joints = new HashMap<>();
    private final Box box = new Box();

    /** @param boxes of the meshes that are written; null for the others */
    WorldBox(ViewScene scene, IntFunction<@Nullable Box> boxes) {
        this.scene = scene;
        this.boxes = boxes;
        this.worlds = new double[scene.nodes().size()][];
    }

    Box box() {
        scene.roots().forEach(root -> place(root, ViewTransform.IDENTITY.matrix()));
        skinned.stream().distinct().forEach(this::deform);
        return box;
    }

    private void place(int index, double[] parent) {
        ViewNode node = scene.nodes().get(index);
        double[] world = ViewTransform.product(parent, node.transform().matrix());
        worlds[index] = world;
        Box mesh = node.mesh() < 0 ? null : boxes.apply(node.mesh());
        if (mesh != null && node.skin() >= 0) {
            skinned.add(new Skinned(node.mesh(), node.skin()));
        } else if (mesh != null) {
            box.add(node.isMorphed() ? reach(node.mesh()).around(mesh, node.weights()) : mesh, world);
        }
        node.children().forEach(child -> place(child, world));
    }

    private MorphReach reach(int mesh) {
        return reaches.computeIfAbsent(
                mesh, number -> MorphReach.of(scene.meshes().get(number)));
    }

    private void deform(Skinned drawn) {
        double[][] matrices = joints.computeIfAbsent(
                drawn.skin(), skin -> matrices(scene.skins().get(skin)));
        for (ViewMesh part : scene.meshes().get(drawn.mesh())) {
            VertexData numbers = part.get(Semantic.JOINTS_0);
            VertexData weights = part.get(Semantic.WEIGHTS_0);
            if (numbers != null && weights != null) {
                deform(part.positions(), numbers, weights, matrices);
            }
        }
    }

    private void deform(VertexData positions, VertexData joints, VertexData weights, double[][] matrices) {
        VertexCursor points = positions.cursor(Semantic.POSITION);
        VertexCursor numbers = joints.cursor(Semantic.JOINTS_0);
        VertexCursor shares = weights.cursor(Semantic.WEIGHTS_0);
        while (points.next() && numbers.next() && shares.next()) {
            for (int vertex = 0; vertex < points.count(); vertex++) {
                add(points.numbers(), vertex, numbers.numbers(), shares.numbers(), matrices);
            }
        }
    }

    private void add(float[] positions, int vertex, float[] numbers, float[] weights, double[][] matrices) {
        double[] point = new double[3];
        double sum = 0;
        for (int i = vertex * 4; i < vertex * 4 + 4; i++) {
            double[] m = matrices[Math.min((int) numbers[i], matrices.length - 1)];
            for (int row = 0; row < 3; row++) {
                point[row] += weights[i]
                        * (m[row] * positions[vertex * 3]
                                + m[4 + row] * positions[vertex * 3 + 1]
                                + m[8 + row] * positions[vertex * 3 + 2]
                                + m[12 + row]);
            }
            sum += weights[i];
        }
        if (sum > 0) {
            box.add(point[0] / sum, point[1] / sum, point[2] / sum);
        }
    }

    /** Return what each joint does to a vertex; one that is in no shown tree does nothing. */
    private double[][] matrices(Skin skin) {
        double[][] matrices = new double[skin.joints().size()][];
        for (int i = 0; i < matrices.length; i++) {
            double[] inverse = new double[16];
            for (int c = 0; c < 16; c++) {
                inverse[c] = skin.inverseBindMatrices()[i * 16 + c];
            }
            double[] world = worlds[skin.joints().get(i)];
            matrices[i] = world == null ? ViewTransform.IDENTITY.matrix() : ViewTransform.product(world, inverse);
        }
        return matrices;
    }
}
