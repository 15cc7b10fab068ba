// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.gltf;

import com.avvyland.worker.task.Bytes;
import com.avvyland.worker.task.TaskFailure;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * Splits a binary glTF file into its chunks, which share its bytes; of a mapped file the JSON alone is copied.
 *
 * @param json the JSON chunk, with its padding
 * @param binary the BIN chunk, with its padding; absent when the file has none
 */
record GlbContainer(Bytes json, @Nullable BufferData binary) {

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
    static GlbContainer read(Bytes file, int maxJsonBytes) {
        Layout layout = layout(file.buffer(), maxJsonBytes);
        return new GlbContainer(
                file.slice(layout.json, layout.jsonLength),
                layout.binary < 0 ? null : new BufferData.Shared(file.slice(layout.binary, layout.binaryLength)));
    }

    /** Read the container of a mapped file, from its position to its limit, which are left alone. */
    static GlbContainer readMapped(ByteBuffer file, int maxJsonBytes) {
        Layout layout = layout(file.slice(), maxJsonBytes);
        byte[] json = new byte[layout.jsonLength];
        file.get(file.position() + layout.json, json);
        return new GlbContainer(
                Bytes.of(json),
                layout.binary < 0
                        ? null
                        : new BufferData.Mapped(file.slice(file.position() + layout.binary, layout.binaryLength)));
    }

    private record Layout(int json, int jsonLength, int binary, int binaryLength) {}

    private static Layout layout(ByteBuffer file, int maxJsonBytes) {
        int size = file.remaining();
        if (size < HEADER_BYTES + CHUNK_HEADER_BYTES) {
            throw GltfFault.invalid("glb", size + " bytes", "at least 20: the file is cut short");
        }
        ByteBuffer in = file.order(ByteOrder.LITTLE_ENDIAN);
        requireHeader(in, size);
        int json = -1;
        int jsonLength = 0;
        int binary = -1;
        int binaryLength = 0;
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
            if (type == JSON) {
                json = in.position();
                jsonLength = (int) length;
            } else if (type == BIN) {
                binary = in.position();
                binaryLength = (int) length;
            }
            in.position(in.position() + (int) length);
            chunk++;
        }
        if (json < 0) {
            throw GltfFault.invalid("glb", "no chunk", "a JSON chunk");
        }
        if (jsonLength > maxJsonBytes) {
            throw GltfFault.tooLarge("glb chunk 0 length", jsonLength, "at most " + maxJsonBytes);
        }
        return new Layout(json, jsonLength, binary, binaryLength);
    }

    private static void requireHeader(ByteBuffer in, int size) {
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
