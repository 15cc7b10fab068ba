// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.gltf;

import com.avvyland.worker.task.Bytes;
import com.avvyland.worker.task.TaskFailure;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * Splits a binary glTF file into its chunks, which share its memory.
 *
 * @param json the JSON chunk, with its padding; of a mapped file a copy
 * @param binary the BIN chunk, with its padding; absent when the file has none
 */
record GlbContainer(Bytes json, @Nullable MemorySegment binary) {

    private static final int HEADER_BYTES = 12;
    private static final int CHUNK_HEADER_BYTES = 8;
    private static final int VERSION = 2;
    private static final int JSON = 0x4e4f534a;
    private static final int BIN = 0x004e4942;

    /**
     * Read the container of a file that begins with {@code glTF}.
     *
     * @throws TaskFailure permanent, when a length leads outside of the file, a chunk is out of order or misaligned, or
     *     the version is not 2
     */
    static GlbContainer read(MemorySegment file, int maxJsonBytes) {
        if (file.byteSize() < HEADER_BYTES + CHUNK_HEADER_BYTES) {
            throw GltfFault.invalid("glb", file.byteSize() + " bytes", "at least 20: the file is cut short");
        }
        ByteBuffer in = file.asByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
        requireHeader(in, file.byteSize());
        MemorySegment json = null;
        MemorySegment binary = null;
        int chunk = 0;
        in.position(HEADER_BYTES);
        while (in.hasRemaining()) {
            String name = "glb chunk " + chunk;
            if (in.remaining() < CHUNK_HEADER_BYTES) {
                throw GltfFault.invalid(name, in.remaining() + " bytes", "a chunk header of 8");
            }
            long length = Integer.toUnsignedLong(in.getInt());
            int type = in.getInt();
            if (length > in.remaining()) {
                throw GltfFault.invalid(
                        name + " length", length, "at most " + in.remaining() + ": the rest of the file");
            }
            if (length % 4 != 0) {
                throw GltfFault.invalid(name + " length", length, "a multiple of 4");
            }
            if ((chunk == 0) != (type == JSON)) {
                throw GltfFault.invalid(name + " type", Integer.toHexString(type), "one JSON chunk, the first");
            }
            if (type == BIN && chunk != 1) {
                throw GltfFault.invalid(name + " type", "BIN", "one BIN chunk, the second");
            }
            MemorySegment content = file.asSlice(in.position(), length);
            if (type == JSON) {
                json = content;
            } else if (type == BIN) {
                binary = content;
            }
            in.position(in.position() + (int) length);
            chunk++;
        }
        if (json == null) {
            throw GltfFault.invalid("glb", "no chunk", "a JSON chunk");
        }
        if (json.byteSize() > maxJsonBytes) {
            throw GltfFault.tooLarge("glb chunk 0 length", json.byteSize(), "at most " + maxJsonBytes);
        }
        return new GlbContainer(Bytes.of(json), binary);
    }

    private static void requireHeader(ByteBuffer in, long size) {
        int version = in.getInt(4);
        if (version != VERSION) {
            throw GltfFault.unsupported("glb version", Integer.toUnsignedString(version), "2");
        }
        long length = Integer.toUnsignedLong(in.getInt(8));
        if (length > size) {
            throw GltfFault.invalid("glb length", length, "%d, the size of the file: it is cut short".formatted(size));
        }
        if (length < size) {
            throw GltfFault.invalid("glb length", length, "%d, the size of the file".formatted(size));
        }
    }
}
