// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.gltf;

import static com.avvyland.worker.gltf.GltfAsset.NONE;

import com.avvyland.worker.gltf.GltfAsset.Accessor;
import com.avvyland.worker.gltf.GltfAsset.Node;
import com.avvyland.worker.gltf.GltfAsset.Primitive;
import com.avvyland.worker.gltf.GltfAsset.Skin;
import com.avvyland.worker.task.GeometryFacts;
import com.avvyland.worker.task.TaskFailure;
import org.apache.camel.Variable;
import org.jspecify.annotations.Nullable;

/**
 * Counts and measures what the default scene of an asset shows. Safe for any thread.
 *
 * <p>Bounds are those of the vertices, under the transforms of their nodes and instances, in the pose in which the file
 * was saved: a skinned mesh stands where its first joint puts it, morph targets and animations are not applied. Where
 * vertices are compressed, or would have to be visited too often, the box around the mesh is turned instead, which can
 * only be larger.
 */
public final class GeometryReader {

    /** Some 0.2 s of work: past it, boxes are turned and not vertices. */
    private static final long MAX_TURNED_VERTICES = 20_000_000;

    /**
     * Measure a checked asset.
     *
     * @throws TaskFailure {@code invalid_model}, when transforms lead past every sensible coordinate
     */
    public GeometryFacts measure(@Variable("asset") GltfAsset asset) {
        long triangles = 0;
        long vertices = 0;
        double[][] world = NodeForest.worldMatrices(asset);
        var bounds = new Bounds();
        @Nullable Bounds[] boxes = new Bounds[asset.accessors().size()];
        int[] shown = NodeForest.shown(asset);
        long budget = MAX_TURNED_VERTICES;
        for (int index : shown) {
            Node node = asset.nodes().get(index);
            if (node.mesh() == NONE) {
                continue;
            }
            long copies = Drawn.instances(asset, node);
            double[][] placements = Instances.of(asset, node, placement(asset, node, world, index));
            for (Primitive primitive : asset.meshes().get(node.mesh()).primitives()) {
                triangles += Drawn.triangles(asset, primitive) * copies;
                vertices += Drawn.vertices(asset, primitive) * copies;
                budget -= enclose(asset, primitive, placements, bounds, budget, boxes);
            }
        }
        bounds.requireSane();
        return new GeometryFacts(
                triangles,
                vertices,
                asset.meshes().size(),
                asset.materials().size(),
                asset.textures().size(),
                asset.animations().size(),
                bounds.min(),
                bounds.max(),
                asset.extensionsUsed().stream().sorted().distinct().toList(),
                Watertight.decide(asset, shown));
    }

    /**
     * A skin's joints replace the transform of the node. While the file is in its bind pose, they all are the same
     * matrix, so the first one tells where the mesh is, and in which unit.
     */
    private static double[] placement(GltfAsset asset, Node node, double[][] world, int index) {
        if (node.skin() == NONE) {
            return world[index];
        }
        Skin skin = asset.skins().get(node.skin());
        double[] joint = world[skin.joints()[0]];
        if (skin.inverseBindMatrices() == NONE) {
            return joint;
        }
        AccessorView inverse = AccessorView.of(asset, skin.inverseBindMatrices());
        if (inverse == null) {
            return world[index];
        }
        double[] matrix = new double[16];
        for (int i = 0; i < matrix.length; i++) {
            matrix[i] = inverse.at(0, i);
        }
        return Matrix.multiply(joint, matrix);
    }

    /** Return how many vertices were turned one by one. */
    private static long enclose(
            GltfAsset asset,
            Primitive primitive,
            double[][] placements,
            Bounds bounds,
            long budget,
            @Nullable Bounds[] boxes) {
        int position = primitive.attribute("POSITION");
        if (position == NONE) {
            return 0;
        }
        AccessorView vertices = AccessorView.ofPositions(asset, primitive);
        if (vertices == null) {
            Accessor accessor = asset.accessors().get(position);
            for (double[] placement : placements) {
                bounds.addBox(decoded(accessor.min(), accessor), decoded(accessor.max(), accessor), placement);
            }
            return 0;
        }
        long work = (long) vertices.count() * placements.length;
        if (work <= budget) {
            for (double[] placement : placements) {
                bounds.addVertices(vertices, placement);
            }
            return work;
        }
        @Nullable Bounds box = boxes[position];
        if (box == null) {
            box = new Bounds();
            box.addVertices(vertices, Matrix.identity());
            boxes[position] = box;
        }
        for (double[] placement : placements) {
            bounds.addBox(box.low(), box.high(), placement);
        }
        return 0;
    }

    private static double[] decoded(double[] stored, Accessor accessor) {
        double[] decoded = stored.clone();
        for (int i = 0; i < decoded.length; i++) {
            decoded[i] = Components.decode(decoded[i], accessor);
        }
        return decoded;
    }
}
