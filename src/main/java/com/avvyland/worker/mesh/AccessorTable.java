// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh;

import com.avvyland.worker.gltf.Components;
import com.avvyland.worker.gltf.GltfAsset;
import com.avvyland.worker.gltf.GltfAsset.Accessor;
import com.avvyland.worker.gltf.StoredElements;
import com.avvyland.worker.task.Bytes;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Numbers the accessors and buffer views of the new file in the order in which they are asked for. What has the same
 * bytes and the same meaning is there once; each accessor has a buffer view of its own.
 */
final class AccessorTable {

    private static final int ARRAY_BUFFER = 34_962;
    private static final int ELEMENT_ARRAY_BUFFER = 34_963;
    private static final int NO_TARGET = 0;
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final GltfAsset asset;
    private final ArrayNode accessors = JSON.arrayNode();
    private final ArrayNode views = JSON.arrayNode();
    private final List<Block> blocks = new ArrayList<>();
    private final KnownBlocks known = new KnownBlocks();
    private final FloatCheck floats;
    private long binary;

    AccessorTable(GltfAsset asset) {
        this.asset = asset;
        this.floats = new FloatCheck(asset);
    }

    /** Add the vertices that a weld has left of an attribute. */
    int attribute(int accessor, StoredElements source, int @Nullable [] order, int count, boolean bounded) {
        int stride = source.size() + 3 & ~3;
        return add(accessor, new Block.Elements(source, order, count, stride), ARRAY_BUFFER, bounded);
    }

    /** Add a whole accessor: of an animation, of a skin, of instances. */
    int whole(int accessor, boolean bounded) {
        StoredElements source = StoredElements.of(asset, accessor);
        return add(accessor, new Block.Elements(source, null, source.count(), source.size()), NO_TARGET, bounded);
    }

    int indices(Welded welded) {
        int type = welded.isWide() ? Components.UNSIGNED_INT : Components.UNSIGNED_SHORT;
        ObjectNode accessor = JSON.objectNode()
                .put("componentType", type)
                .put("count", welded.cornerCount())
                .put("type", "SCALAR");
        return add(accessor, new Block.Indices(welded, welded.cornerCount()), ELEMENT_ARRAY_BUFFER, 0);
    }

    /** Add the view of an image's file. */
    int image(Bytes file) {
        var block = new Block.File(file);
        return known.number("image", block, () -> view(block, NO_TARGET, 0));
    }

    private int add(int index, Block.Elements block, int target, boolean bounded) {
        floats.requireFinite(index, block.source());
        Accessor source = asset.accessors().get(index);
        ObjectNode accessor = JSON.objectNode()
                .put("componentType", source.componentType())
                .put("count", block.count())
                .put("type", source.type());
        if (source.normalized()) {
            accessor.put("normalized", true);
        }
        if (bounded) {
            StoredBounds.of(block, source.componentType(), Components.width(source.type()))
                    .putTo(accessor);
        }
        int stride = block.stride() == block.source().size() ? 0 : block.stride();
        return add(accessor, block, target, stride);
    }

    private int add(ObjectNode accessor, Block block, int target, int stride) {
        return known.number(target + CanonicalJson.text(accessor), block, () -> {
            accessors.add(accessor.put("bufferView", view(block, target, stride)));
            return accessors.size() - 1;
        });
    }

    private int view(Block block, int target, int stride) {
        ObjectNode view = views.addObject().put("buffer", 0).put("byteLength", block.size());
        if (binary > 0) {
            view.put("byteOffset", binary);
        }
        if (stride > 0) {
            view.put("byteStride", stride);
        }
        if (target != NO_TARGET) {
            view.put("target", target);
        }
        blocks.add(block);
        binary += block.size() + 3 & ~3L;
        return views.size() - 1;
    }

    /** Put what was asked for into the document. */
    void putTo(ObjectNode root) {
        if (!accessors.isEmpty()) {
            root.set("accessors", accessors);
        }
        if (!views.isEmpty()) {
            root.set("bufferViews", views);
            root.putArray("buffers").addObject().put("byteLength", binary);
        }
    }

    /** Return the blocks in the order of their views; each begins at a multiple of 4. */
    List<Block> blocks() {
        return blocks;
    }
}
