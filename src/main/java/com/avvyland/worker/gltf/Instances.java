// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.gltf;

import static com.avvyland.worker.gltf.GltfAsset.NONE;

import com.avvyland.worker.gltf.GltfAsset.Node;
import org.jspecify.annotations.Nullable;

/** Places the copies that EXT_mesh_gpu_instancing makes of a node's mesh. */
public final class Instances {

    private Instances() {}

    /** Return the world matrix of each copy; one, the node's own, when it is not instanced. */
    public static double[][] of(GltfAsset asset, Node node, double[] world) {
        if (node.instancing().isEmpty()) {
            return new double[][] {world};
        }
        @Nullable AccessorView translation = view(asset, node, "TRANSLATION");
        @Nullable AccessorView rotation = view(asset, node, "ROTATION");
        @Nullable AccessorView scale = view(asset, node, "SCALE");
        double[][] placements = new double[(int) Drawn.instances(asset, node)][];
        for (int i = 0; i < placements.length; i++) {
            double[] local = Matrix.compose(
                    element(translation, i, 0, 0, 0), element(rotation, i, 0, 0, 0, 1), element(scale, i, 1, 1, 1));
            placements[i] = Matrix.multiply(world, local);
        }
        return placements;
    }

    private static @Nullable AccessorView view(GltfAsset asset, Node node, String semantic) {
        int accessor = node.instancing().getOrDefault(semantic, NONE);
        return accessor == NONE ? null : AccessorView.of(asset, accessor);
    }

    private static double[] element(@Nullable AccessorView view, int index, double... otherwise) {
        if (view == null || index >= view.count() || view.width() != otherwise.length) {
            return otherwise;
        }
        for (int c = 0; c < otherwise.length; c++) {
            otherwise[c] = view.at(index, c);
        }
        return otherwise;
    }
}
