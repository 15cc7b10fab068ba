// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.gltf;

import com.avvyland.worker.gltf.GltfAsset.Buffer;
import com.avvyland.worker.gltf.GltfAsset.BufferView;
import com.avvyland.worker.gltf.GltfAsset.Meshopt;
import com.avvyland.worker.gltf.MeshoptDecoder.Filter;
import com.avvyland.worker.gltf.MeshoptDecoder.Mode;
import com.avvyland.worker.task.Bytes;
import com.avvyland.worker.task.TaskFailure;
import java.lang.foreign.MemorySegment;
import java.util.List;

/** Replaces the compressed buffer views of a checked asset by plain ones. {@link BudgetCheck} has bounded their sum. */
final class MeshoptViews {

    private MeshoptViews() {}

    /** Decode each compressed view into a buffer of its own, appended to {@code buffers}. */
    static List<BufferView> decode(GltfAsset asset, List<Buffer> buffers, MeshoptDecoder decoder) {
        BufferView[] views = asset.bufferViews().toArray(BufferView[]::new);
        for (int i = 0; i < views.length; i++) {
            Meshopt meshopt = views[i].meshopt();
            if (meshopt == null) {
                continue;
            }
            byte[] decoded = decode(asset, meshopt, decoder, "bufferViews[%d].extensions".formatted(i));
            views[i] = new BufferView(buffers.size(), 0, decoded.length, views[i].byteStride(), null);
            buffers.add(new Buffer(decoded.length, MemorySegment.ofArray(decoded)));
        }
        return List.of(views);
    }

    private static byte[] decode(GltfAsset asset, Meshopt meshopt, MeshoptDecoder decoder, String path) {
        Mode mode = value(Mode.values(), meshopt.mode(), path + ".mode");
        Filter filter = value(Filter.values(), meshopt.filter(), path + ".filter");
        requireShape(meshopt, mode, path);
        requireFilter(meshopt, mode, filter, path);
        MemorySegment data = asset.buffers().get(meshopt.buffer()).data();
        if (data == null) {
            throw GltfFault.invalid(path + ".buffer", "no data", "a uri, or the BIN chunk of a GLB");
        }
        Bytes stream = Bytes.of(data.asSlice(meshopt.byteOffset(), meshopt.byteLength()));
        try {
            return decoder.decode(stream, mode, filter, (int) meshopt.count(), meshopt.byteStride());
        } catch (TaskFailure e) {
            throw new TaskFailure(e.code(), "%s: %s".formatted(path, e.getMessage()), e);
        }
    }

    private static <E extends Enum<E>> E value(E[] values, String name, String path) {
        for (E value : values) {
            if (value.name().equals(name)) {
                return value;
            }
        }
        throw GltfFault.invalid(path, name.isEmpty() ? "absent" : name, "one of " + List.of(values));
    }

    private static void requireShape(Meshopt meshopt, Mode mode, String path) {
        int stride = meshopt.byteStride();
        boolean fits = mode == Mode.ATTRIBUTES ? stride % 4 == 0 : stride == 2 || stride == 4;
        if (!fits) {
            throw GltfFault.invalid(
                    path + ".byteStride", stride, mode == Mode.ATTRIBUTES ? "a multiple of 4" : "2 or 4");
        }
        if (mode == Mode.TRIANGLES && meshopt.count() % 3 != 0) {
            throw GltfFault.invalid(path + ".count", meshopt.count(), "a multiple of 3");
        }
        if (meshopt.count() > Integer.MAX_VALUE / stride) {
            throw GltfFault.tooLarge(path + ".count", meshopt.count(), "less than 2 GiB in one view");
        }
    }

    private static void requireFilter(Meshopt meshopt, Mode mode, Filter filter, String path) {
        int stride = meshopt.byteStride();
        boolean fits = switch (filter) {
            case NONE -> true;
            case OCTAHEDRAL, COLOR -> stride == 4 || stride == 8;
            case QUATERNION -> stride == 8;
            case EXPONENTIAL -> stride % 4 == 0;
        };
        if (!fits || (filter != Filter.NONE && mode != Mode.ATTRIBUTES)) {
            throw GltfFault.invalid(
                    path + ".filter", "%s on %s of %d bytes".formatted(filter, mode, stride), "a filter that fits");
        }
    }
}
