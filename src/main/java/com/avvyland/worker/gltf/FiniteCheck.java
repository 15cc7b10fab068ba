// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.gltf;

import static com.avvyland.worker.gltf.GltfAsset.NONE;

import com.avvyland.worker.gltf.GltfAsset.Accessor;
import com.avvyland.worker.gltf.GltfAsset.Mesh;
import com.avvyland.worker.gltf.GltfAsset.Node;
import com.avvyland.worker.gltf.GltfAsset.Primitive;
import com.avvyland.worker.gltf.GltfAsset.Skin;
import java.util.BitSet;
import java.util.Map;

/**
 * Refuses places that are no places: NaN, infinity, and coordinates past {@link Matrix#MAX_COORDINATE}. A renderer
 * shows nothing for them and says nothing. Looks at the numbers themselves, not at the bounds an asset declares; work
 * is bounded by {@link BudgetCheck}.
 */
final class FiniteCheck implements GltfCheck {

    @Override
    public void check(GltfAsset asset) {
        var places = new BitSet();
        for (Mesh mesh : asset.meshes()) {
            for (Primitive primitive : mesh.primitives()) {
                mark(places, primitive.attributes(), "POSITION");
                primitive.targets().forEach(target -> mark(places, target, "POSITION"));
            }
        }
        for (Node node : asset.nodes()) {
            mark(places, node.instancing(), "TRANSLATION");
            mark(places, node.instancing(), "ROTATION");
            mark(places, node.instancing(), "SCALE");
        }
        for (Skin skin : asset.skins()) {
            if (skin.inverseBindMatrices() != NONE) {
                places.set(skin.inverseBindMatrices());
            }
        }
        for (int i = places.nextSetBit(0); i >= 0; i = places.nextSetBit(i + 1)) {
            requireFinite(asset, i);
        }
    }

    private static void mark(BitSet places, Map<String, Integer> attributes, String semantic) {
        int accessor = attributes.getOrDefault(semantic, NONE);
        if (accessor != NONE) {
            places.set(accessor);
        }
    }

    private static void requireFinite(GltfAsset asset, int index) {
        Accessor accessor = asset.accessors().get(index);
        requireSane(accessor.min(), "accessors[" + index + "].min");
        requireSane(accessor.max(), "accessors[" + index + "].max");
        AccessorView view = AccessorView.of(asset, index);
        if (view == null || accessor.componentType() != Components.FLOAT) {
            return;
        }
        if (accessor.bufferView() == NONE && accessor.sparse() == null) {
            return; // all zeros
        }
        int width = Components.width(accessor.type());
        for (int element = 0; element < view.count(); element++) {
            for (int component = 0; component < width; component++) {
                float value = view.at(element, component);
                // Written so that NaN fails too.
                if (!(Math.abs(value) <= Matrix.MAX_COORDINATE)) {
                    throw GltfFault.invalid(
                            "accessors[%d] element %d".formatted(index, element), value, "at most 1e12 either way");
                }
            }
        }
    }

    private static void requireSane(double[] bounds, String path) {
        for (double bound : bounds) {
            if (Math.abs(bound) > Matrix.MAX_COORDINATE) {
                throw GltfFault.invalid(path, bound, "at most 1e12 either way");
            }
        }
    }
}
