// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh.view;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;

import com.avvyland.worker.mesh.meshopt.IndexCodec;
import com.avvyland.worker.mesh.meshopt.VertexCodec;
import com.avvyland.worker.mesh.meshopt.VertexCodec.Version;
import com.avvyland.worker.task.Bytes;
import com.avvyland.worker.task.CborTag;
import java.lang.foreign.MemorySegment;
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

    private final List<Object> streams = new ArrayList<>();
    private final Map<float[], Integer> raw = new IdentityHashMap<>();
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

    /** Add numbers as they are; the same array is there once, however many channels share it. */
    int addRaw(float[] values) {
        return raw.computeIfAbsent(values, this::typedArray);
    }

    private int typedArray(float[] values) {
        byte[] data = new byte[values.length * Float.BYTES];
        MemorySegment.copy(
                MemorySegment.ofArray(values),
                JAVA_FLOAT_UNALIGNED,
                0,
                MemorySegment.ofArray(data),
                JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN),
                0,
                values.length);
        bytes += data.length;
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
