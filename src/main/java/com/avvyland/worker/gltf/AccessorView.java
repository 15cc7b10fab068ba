// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.gltf;

import static com.avvyland.worker.gltf.GltfAsset.NONE;

import com.avvyland.worker.gltf.GltfAsset.Accessor;
import com.avvyland.worker.gltf.GltfAsset.BufferView;
import com.avvyland.worker.gltf.GltfAsset.Primitive;
import com.avvyland.worker.gltf.GltfAsset.Sparse;
import com.avvyland.worker.task.Bytes;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads the numbers of an accessor where they lie, or in a copy of these alone where the file is mapped: strides, normalized integers, sparse parts and
 * accessors without a view included. Only for accessors that passed {@link AccessorCheck}.
 */
public final class AccessorView {

    private static final VarHandle FLOATS =
            MethodHandles.byteArrayViewVarHandle(float[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle SHORTS =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final byte[] ZEROS = new byte[64];
    private static final int[] NOT_SPARSE = {};

    private final Accessor accessor;
    private final byte[] array;
    private final int start;
    private final int stride;
    private final int componentSize;
    private final int[] replaced;
    private final @Nullable AccessorView replacements;

    private AccessorView(
            Accessor accessor,
            byte[] array,
            int start,
            int stride,
            int[] replaced,
            @Nullable AccessorView replacements) {
        this.accessor = accessor;
        this.array = array;
        this.start = start;
        this.stride = stride;
        this.componentSize = Components.size(accessor.componentType());
        this.replaced = replaced;
        this.replacements = replacements;
    }

    /** Return a view of an accessor, or null when its numbers are compressed or not there. */
    public static @Nullable AccessorView of(GltfAsset asset, int index) {
        Accessor accessor = asset.accessors().get(index);
        Sparse sparse = accessor.sparse();
        int[] replaced = NOT_SPARSE;
        @Nullable AccessorView replacements = null;
        if (sparse != null) {
            replaced = SparseIndices.read(asset, sparse);
            replacements =
                    over(asset, accessor, sparse.valueView(), sparse.valueOffset(), sparse.count(), NOT_SPARSE, null);
            if (replacements == null || replaced.length == 0) {
                return null;
            }
        }
        return over(
                asset,
                accessor,
                accessor.bufferView(),
                accessor.byteOffset(),
                accessor.count(),
                replaced,
                replacements);
    }

    /** Return a view of a primitive's positions, or null when they are compressed or it has none. */
    static @Nullable AccessorView ofPositions(GltfAsset asset, Primitive primitive) {
        int position = primitive.attribute("POSITION");
        return position == NONE || inDraco(asset, primitive, position) ? null : of(asset, position);
    }

    /** Tell whether an accessor of a primitive has its numbers in the primitive's Draco stream only. */
    static boolean inDraco(GltfAsset asset, Primitive primitive, int accessor) {
        return primitive.draco() && asset.accessors().get(accessor).bufferView() == NONE;
    }

    private static @Nullable AccessorView over(
            GltfAsset asset,
            Accessor accessor,
            int viewIndex,
            long byteOffset,
            long count,
            int[] replaced,
            @Nullable AccessorView replacements) {
        if (viewIndex == NONE) {
            return new AccessorView(accessor, ZEROS, 0, 0, replaced, replacements);
        }
        BufferView view = asset.bufferViews().get(viewIndex);
        BufferData data = asset.buffers().get(view.buffer()).data();
        if (data == null || view.meshopt() != null) {
            return null;
        }
        int size = Components.elementSize(accessor);
        int stride = view.byteStride() == 0 ? size : view.byteStride();
        long length = count == 0 ? 0 : (count - 1) * stride + size;
        Bytes elements = data.part(view.byteOffset() + byteOffset, length);
        return new AccessorView(accessor, elements.array(), elements.offset(), stride, replaced, replacements);
    }

    /** Return how many elements there are. */
    public int count() {
        return (int) accessor.count();
    }

    /** Return the numbers of one element. */
    public int width() {
        return Components.width(accessor.type());
    }

    /** Return a component as what it means: normalized integers as fractions. */
    public float at(int element, int component) {
        if (replacements != null) {
            int found = Arrays.binarySearch(replaced, element);
            if (found >= 0) {
                return replacements.at(found, component);
            }
        }
        int at = start + element * stride + component * componentSize;
        if (accessor.componentType() == Components.FLOAT) {
            return (float) FLOATS.get(array, at);
        }
        return (float) Components.decode(stored(at), accessor);
    }

    /** Return a scalar as an unsigned index. */
    public int index(int element) {
        if (replacements != null) {
            int found = Arrays.binarySearch(replaced, element);
            if (found >= 0) {
                return replacements.index(found);
            }
        }
        return (int) (long) stored(start + element * stride);
    }

    private double stored(int at) {
        return switch (accessor.componentType()) {
            case Components.BYTE -> array[at];
            case Components.UNSIGNED_BYTE -> Byte.toUnsignedInt(array[at]);
            case Components.SHORT -> (short) SHORTS.get(array, at);
            case Components.UNSIGNED_SHORT -> Short.toUnsignedInt((short) SHORTS.get(array, at));
            case Components.UNSIGNED_INT -> Integer.toUnsignedLong((int) INTS.get(array, at));
            default -> (float) FLOATS.get(array, at);
        };
    }
}
