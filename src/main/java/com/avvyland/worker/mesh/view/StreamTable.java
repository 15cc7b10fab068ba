// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh.view;

import com.avvyland.worker.mesh.meshopt.IndexCodec;
import com.avvyland.worker.mesh.meshopt.VertexCodec;
import com.avvyland.worker.mesh.meshopt.VertexCodec.Version;
import com.avvyland.worker.mesh.meshopt.VertexStream;
import com.avvyland.worker.task.Bytes;
import com.avvyland.worker.task.CborTag;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** Collects the encoded streams of a file; others name them by number. */
final class StreamTable {

    /** The smallest: a third of the speed of the fastest, and still 370 MB/s. */
    private static final int LEVEL = 3;

    /** What docs/view.cddl allows an element, and the codec. */
    private static final int MOST_ELEMENT_BYTES = 256;

    /** The members of a coded stream beside its data, about. */
    private static final int HEAD_BYTES = 24;

    private static final ValueLayout.OfFloat LITTLE_ENDIAN_FLOAT =
            ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final List<Object> streams = new ArrayList<>();
    private final Map<float[], Integer> exact = new IdentityHashMap<>();
    private final Version version;
    private long bytes;

    StreamTable(Version version) {
        this.version = version;
    }

    List<Object> streams() {
        return streams;
    }

    /** Return the bytes of all streams so far. */
    long bytes() {
        return bytes;
    }

    int add(AttributeStream attribute) {
        Map<String, Object> stream = new HashMap<>();
        if (attribute.filter() != null) {
            stream.put("f", attribute.filter());
        }
        byte[] code = VertexCodec.encodeVertexBuffer(attribute.vertices(), LEVEL, version);
        return coded(stream, "attr", attribute.count(), attribute.size(), attribute.type(), code);
    }

    /** Add triangles over so many vertices. */
    int addTriangles(MemorySegment indices, int vertexCount) {
        return addIndices("tri", indices, vertexCount, IndexCodec.encodeIndexBuffer(indices, vertexCount));
    }

    /** Add indices of lines or points. */
    int addIndices(MemorySegment indices, int vertexCount) {
        return addIndices("idx", indices, vertexCount, IndexCodec.encodeIndexSequence(indices, vertexCount));
    }

    private int addIndices(String codec, MemorySegment indices, int vertexCount, byte[] code) {
        int size = vertexCount <= 0xffff ? 2 : 4;
        int type = size == 2 ? AttributeStream.UINT16 : AttributeStream.UINT32;
        return coded(new HashMap<>(), codec, (int) (indices.byteSize() / 4), size, type, code);
    }

    /**
     * Add numbers exactly as they are; the same array is there once, however many channels share it.
     *
     * @param width numbers that belong together
     */
    int addExact(float[] values, int width) {
        return exact.computeIfAbsent(values, numbers -> exact(numbers, width));
    }

    /** Few numbers are smaller without the codec's header and tail, and so are those without a pattern. */
    private int exact(float[] values, int width) {
        byte[] data = new byte[values.length * Float.BYTES];
        MemorySegment bytes = MemorySegment.ofArray(data);
        MemorySegment.copy(values, 0, bytes, LITTLE_ENDIAN_FLOAT, 0, values.length);
        int size = width * Float.BYTES;
        if (size <= MOST_ELEMENT_BYTES && values.length > 0 && values.length % width == 0) {
            int count = values.length / width;
            byte[] code = VertexCodec.encodeVertexBuffer(VertexStream.of(bytes, count, size), LEVEL, version);
            if (code.length + HEAD_BYTES < data.length) {
                return coded(new HashMap<>(), "attr", count, size, AttributeStream.FLOAT32, code);
            }
        }
        this.bytes += data.length;
        streams.add(new CborTag(AttributeStream.FLOAT32, Bytes.of(data)));
        return streams.size() - 1;
    }

    private int coded(Map<String, Object> stream, String codec, int count, int size, int type, byte[] code) {
        stream.put("c", codec);
        stream.put("n", count);
        stream.put("s", size);
        stream.put("t", type);
        stream.put("d", Bytes.of(code));
        bytes += code.length;
        streams.add(stream);
        return streams.size() - 1;
    }
}
