// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.gltf;

import static com.avvyland.worker.gltf.GltfAsset.NONE;

import com.avvyland.worker.gltf.GltfAsset.Accessor;
import com.avvyland.worker.gltf.GltfAsset.Primitive;
import com.avvyland.worker.gltf.GltfAsset.Skin;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Refuses a primitive whose parts do not fit: attributes of unequal length, an index past the last vertex. */
final class PrimitiveCheck implements GltfCheck {

    private static final int LAST_MODE = 6;
    private static final long UNKNOWN = -1;

    @Override
    public void check(GltfAsset asset) {
        long[] highest = new long[asset.accessors().size()];
        Arrays.fill(highest, UNKNOWN);
        for (int i = 0; i < asset.meshes().size(); i++) {
            List<Primitive> primitives = asset.meshes().get(i).primitives();
            for (int j = 0; j < primitives.size(); j++) {
                primitive(asset, primitives.get(j), highest, "meshes[" + i + "].primitives[" + j + "]");
            }
        }
        for (int i = 0; i < asset.skins().size(); i++) {
            skin(asset, asset.skins().get(i), "skins[" + i + "]");
        }
    }

    private static void primitive(GltfAsset asset, Primitive primitive, long[] highest, String path) {
        if (primitive.mode() > LAST_MODE) {
            throw GltfFault.invalid(path + ".mode", primitive.mode(), "0 to 6");
        }
        int position = primitive.attribute("POSITION");
        if (position == NONE) {
            return;
        }
        Accessor positions = asset.accessors().get(position);
        if (!positions.type().equals("VEC3") || positions.componentType() == Components.UNSIGNED_INT) {
            throw GltfFault.invalid(
                    path + ".attributes.POSITION", positions.type(), "VEC3 of floats or short integers");
        }
        if (AccessorView.ofPositions(asset, primitive) == null) {
            requireBounds(positions, path + ".attributes.POSITION");
        }
        requireEqualCounts(asset, primitive.attributes(), positions.count(), path + ".attributes");
        for (Map<String, Integer> target : primitive.targets()) {
            requireEqualCounts(asset, target, positions.count(), path + ".targets");
        }
        if (primitive.indices() != NONE) {
            requireIndices(asset, primitive, positions.count(), highest, path + ".indices");
        }
    }

    /** Where the vertices are compressed, their declared bounds are all there is to measure. */
    private static void requireBounds(Accessor positions, String path) {
        if (positions.min().length != 3 || positions.max().length != 3) {
            throw GltfFault.invalid(path, "no min and max", "min and max of 3 numbers");
        }
    }

    private static void requireEqualCounts(GltfAsset asset, Map<String, Integer> attributes, long count, String path) {
        attributes.forEach((semantic, index) -> {
            long other = asset.accessors().get(index).count();
            if (other != count) {
                throw GltfFault.invalid(path + "." + semantic, other + " elements", count + ", as POSITION has");
            }
        });
    }

    private static void requireIndices(
            GltfAsset asset, Primitive primitive, long vertices, long[] highest, String path) {
        int index = primitive.indices();
        Accessor accessor = asset.accessors().get(index);
        boolean unsigned = switch (accessor.componentType()) {
            case Components.UNSIGNED_BYTE, Components.UNSIGNED_SHORT, Components.UNSIGNED_INT -> true;
            default -> false;
        };
        if (!unsigned || !accessor.type().equals("SCALAR")) {
            throw GltfFault.invalid(path, accessor.componentType() + " " + accessor.type(), "unsigned scalars");
        }
        if (AccessorView.inDraco(asset, primitive, index)) {
            return;
        }
        if (highest[index] == UNKNOWN) {
            highest[index] = highest(AccessorView.of(asset, index));
        }
        if (highest[index] >= vertices) {
            throw GltfFault.invalid(path, highest[index], "less than %d, the number of vertices".formatted(vertices));
        }
    }

    private static long highest(@Nullable AccessorView view) {
        long highest = 0;
        for (int i = 0; view != null && i < view.count(); i++) {
            highest = Math.max(highest, Integer.toUnsignedLong(view.index(i)));
        }
        return highest;
    }

    private static void skin(GltfAsset asset, Skin skin, String path) {
        if (skin.joints().length == 0) {
            throw GltfFault.invalid(path + ".joints", "none", "at least one");
        }
        if (skin.inverseBindMatrices() == NONE) {
            return;
        }
        Accessor matrices = asset.accessors().get(skin.inverseBindMatrices());
        if (!matrices.type().equals("MAT4")
                || matrices.componentType() != Components.FLOAT
                || matrices.count() < skin.joints().length) {
            throw GltfFault.invalid(
                    path + ".inverseBindMatrices",
                    "%d of %s".formatted(matrices.count(), matrices.type()),
                    "a MAT4 of floats for each of %d joints".formatted(skin.joints().length));
        }
    }
}
