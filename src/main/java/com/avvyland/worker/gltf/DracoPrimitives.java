// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.gltf;

import static com.avvyland.worker.gltf.GltfAsset.NONE;

import com.avvyland.worker.gltf.GltfAsset.Accessor;
import com.avvyland.worker.gltf.GltfAsset.Buffer;
import com.avvyland.worker.gltf.GltfAsset.BufferView;
import com.avvyland.worker.gltf.GltfAsset.Mesh;
import com.avvyland.worker.gltf.GltfAsset.Primitive;
import com.avvyland.worker.task.TaskFailure;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Replaces primitives whose vertices are in Draco streams by plain ones. Each stream is decoded once. */
final class DracoPrimitives {

    private static final double[] NO_BOUNDS = {};

    private final List<Buffer> buffers;
    private final List<BufferView> views;
    private final List<Accessor> accessors;
    private final DracoDecoder decoder;
    private final Map<Stream, Decoded> decoded = new HashMap<>();

    DracoPrimitives(List<Buffer> buffers, List<BufferView> views, List<Accessor> accessors, DracoDecoder decoder) {
        this.buffers = buffers;
        this.views = views;
        this.accessors = accessors;
        this.decoder = decoder;
    }

    /** Return the meshes, plain; what was decoded is appended to buffers, views and accessors. */
    List<Mesh> decode(List<Mesh> meshes) {
        List<Mesh> plain = new ArrayList<>(meshes.size());
        for (int i = 0; i < meshes.size(); i++) {
            List<Primitive> primitives = new ArrayList<>(meshes.get(i).primitives());
            for (int j = 0; j < primitives.size(); j++) {
                if (primitives.get(j).draco()) {
                    primitives.set(j, plain(primitives.get(j), "meshes[%d].primitives[%d]".formatted(i, j)));
                }
            }
            plain.add(new Mesh(meshes.get(i).name(), List.copyOf(primitives)));
        }
        return plain;
    }

    private Primitive plain(Primitive primitive, String path) {
        if (primitive.mode() != Drawn.TRIANGLES && primitive.mode() != Drawn.TRIANGLE_STRIP) {
            throw GltfFault.invalid(path + ".mode", primitive.mode(), "4 or 5 with KHR_draco_mesh_compression");
        }
        var stream = new Stream(primitive.dracoView(), primitive.dracoAttributes(), primitive.attributes());
        Decoded plain = decoded.get(stream);
        if (plain == null) {
            plain = read(stream, path);
            decoded.put(stream, plain);
        }
        return new Primitive(
                plain.attributes(),
                plain.indices(),
                primitive.material(),
                Drawn.TRIANGLES,
                primitive.targets(),
                NONE,
                Map.of());
    }

    private Decoded read(Stream stream, String path) {
        DracoMesh mesh = decoder.decode(bytes(stream.view(), path), stream.ids());
        var attributes = new TreeMap<String, Integer>(stream.accessors());
        for (String semantic : stream.ids().keySet()) {
            Integer declared = stream.accessors().get(semantic);
            DracoMesh.Attribute found = mesh.attributes().get(semantic);
            if (declared == null || found == null) {
                throw fault(path, semantic, "absent", "an attribute of the primitive and of the stream");
            }
            attributes.put(semantic, attribute(mesh, found, accessors.get(declared), path, semantic));
        }
        byte[] indices = new byte[Math.multiplyExact(mesh.indices().length, 4)];
        ByteBuffer.wrap(indices).order(ByteOrder.LITTLE_ENDIAN).asIntBuffer().put(mesh.indices());
        if (indices.length == 0 || mesh.indices().length % 3 != 0) {
            throw fault(path, "indices", mesh.indices().length, "triangles");
        }
        int view = append(indices);
        accessors.add(new Accessor(
                view, 0, Components.UNSIGNED_INT, false, mesh.indices().length, "SCALAR", NO_BOUNDS, NO_BOUNDS, null));
        return new Decoded(Map.copyOf(attributes), accessors.size() - 1);
    }

    private int attribute(DracoMesh mesh, DracoMesh.Attribute found, Accessor declared, String path, String semantic) {
        long size = (long) mesh.vertexCount() * found.components() * Components.size(found.componentType());
        if (found.components() != Components.width(declared.type())
                || mesh.vertexCount() != declared.count()
                || found.values().length != size) {
            throw fault(
                    path,
                    semantic,
                    "%d x %d of %d".formatted(mesh.vertexCount(), found.components(), found.componentType()),
                    "%d %s of %d, as its accessor says"
                            .formatted(declared.count(), declared.type(), declared.componentType()));
        }
        accessors.add(new Accessor(
                append(converted(found, declared, path, semantic)),
                0,
                declared.componentType(),
                declared.normalized(),
                declared.count(),
                declared.type(),
                declared.min(),
                declared.max(),
                null));
        return accessors.size() - 1;
    }

    private static byte[] converted(DracoMesh.Attribute found, Accessor declared, String path, String semantic) {
        try {
            return new DracoConversion(found, declared).values();
        } catch (ArithmeticException lost) {
            throw fault(
                    path,
                    semantic,
                    String.valueOf(lost.getMessage()),
                    "a number that the accessor's component type, %d, holds".formatted(declared.componentType()));
        }
    }

    private int append(byte[] data) {
        buffers.add(new Buffer(data.length, MemorySegment.ofArray(data)));
        views.add(new BufferView(buffers.size() - 1, 0, data.length, 0, null));
        return views.size() - 1;
    }

    private ByteBuffer bytes(int index, String path) {
        BufferView view = views.get(index);
        MemorySegment data = buffers.get(view.buffer()).data();
        if (data == null) {
            throw fault(path, "bufferView", "no data", "a uri, or the BIN chunk of a GLB");
        }
        return data.asSlice(view.byteOffset(), view.byteLength()).asByteBuffer().asReadOnlyBuffer();
    }

    private static TaskFailure fault(String path, String name, Object value, String expected) {
        return GltfFault.invalid(path + ".extensions.KHR_draco_mesh_compression." + name, value, expected);
    }

    private record Stream(int view, Map<String, Integer> ids, Map<String, Integer> accessors) {}

    private record Decoded(Map<String, Integer> attributes, int indices) {}
}
