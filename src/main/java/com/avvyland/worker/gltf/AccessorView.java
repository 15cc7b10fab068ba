// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.gltf;

import static com.avvyland.worker.gltf.GltfAsset.NONE;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import com.avvyland.worker.gltf.GltfAsset.Accessor;
import com.avvyland.worker.gltf.GltfAsset.BufferView;
import com.avvyland.worker.gltf.GltfAsset.Primitive;
import com.avvyland.worker.gltf.GltfAsset.Sparse;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout.OfFloat;
import java.lang.foreign.ValueLayout.OfInt;
import java.lang.foreign.ValueLayout.OfShort;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads the numbers of an accessor where they lie, nothing copied: strides, normalized integers, sparse parts and
 * accessors without a view included. Only for accessors that passed {@link AccessorCheck}.
 */
public final class AccessorView {

    private static final OfFloat FLOATS = JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final OfShort SHORTS = JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final OfInt INTS = JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final MemorySegment ZEROS = MemorySegment.ofArray(new byte[64]);
    private static final int[] NOT_SPARSE = {};

    private final Accessor accessor;
    private final MemorySegment data;
    private final long start;
    private final int stride;
    private final int componentSize;
    private final int[] replaced;
    private final @Nullable AccessorView replacements;

    private AccessorView(
            Accessor accessor,
            MemorySegment data,
            long start,
            int stride,
            int[] replaced,
            @Nullable AccessorView replacements) {
        this.accessor = accessor;
        this.data = data;
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
            replacements = over(asset, accessor, sparse.valueView(), sparse.valueOffset(), NOT_SPARSE, null);
            if (replacements == null || replaced.length == 0) {
                return null;
            }
        }
        return over(asset, accessor, accessor.bufferView(), accessor.byteOffset(), replaced, replacements);
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
            int[] replaced,
            @Nullable AccessorView replacements) {
        if (viewIndex == NONE) {
            return new AccessorView(accessor, ZEROS, 0, 0, replaced, replacements);
        }
        BufferView view = asset.bufferViews().get(viewIndex);
        MemorySegment data = asset.buffers().get(view.buffer()).data();
        if (data == null || view.meshopt() != null) {
            return null;
        }
        int stride = view.byteStride() == 0 ? Components.elementSize(accessor) : view.byteStride();
        return new AccessorView(accessor, data, view.byteOffset() + byteOffset, stride, replaced, replacements);
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
        long at = start + (long) element * stride + component * componentSize;
        if (accessor.componentType() == Components.FLOAT) {
            return data.get(FLOATS, at);
        }
        return (float) Components.decode(stored(at), accessor);
    }

    /**
     * Read components of elements in a row, as {@link #at} does one.
     *
     * @param from component that is first, counted over all elements
     * @param to gets {@code count} of them, beginning at {@code at}
     */
    public void read(int from, float[] to, int at, int count) {
        int width = width();
        if (isPlain(Components.FLOAT, width)) {
            MemorySegment.copy(data, FLOATS, start + (long) from * Float.BYTES, to, at, count);
            return;
        }
        int element = from / width;
        int component = from % width;
        for (int i = 0; i < count; i++) {
            to[at + i] = at(element, component);
            if (++component == width) {
                component = 0;
                element++;
            }
        }
    }

    /** Read scalars in a row, as {@link #index} does one. */
    public void readIndices(int from, int[] to, int at, int count) {
        if (isPlain(Components.UNSIGNED_INT, 1)) {
            MemorySegment.copy(data, INTS, start + (long) from * Integer.BYTES, to, at, count);
            return;
        }
        for (int i = 0; i < count; i++) {
            to[at + i] = index(from + i);
        }
    }

    private boolean isPlain(int componentType, int width) {
        return accessor.componentType() == componentType && stride == width * componentSize && replacements == null;
    }

    /** Return a scalar as an unsigned index. */
    public int index(int element) {
        if (replacements != null) {
            int found = Arrays.binarySearch(replaced, element);
            if (found >= 0) {
                return replacements.index(found);
            }
        }
        return (int) (long) stored(start + (long) element * stride);
    }

    private double stored(long at) {
        return switch (accessor.componentType()) {
            case Components.BYTE -> data.get(JAVA_BYTE, at);
            case Components.UNSIGNED_BYTE -> Byte.toUnsignedInt(data.get(JAVA_BYTE, at));
            case Components.SHORT -> data.get(SHORTS, at);
            case Components.UNSIGNED_SHORT -> Short.toUnsignedInt(data.get(SHORTS, at));
            case Components.UNSIGNED_INT -> Integer.toUnsignedLong(data.get(INTS, at));
            default -> data.get(FLOATS, at);
        };
    }
}
