// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh;

import com.avvyland.worker.task.FailureCode;
import com.avvyland.worker.task.TaskFailure;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** Writes the GLB container: header, JSON padded with spaces, blocks padded with zeros. */
final class GlbWriter {

    private static final int MAGIC = 0x46546c67;
    private static final int JSON = 0x4e4f534a;
    private static final int BIN = 0x004e4942;
    private static final int HEADER_BYTES = 12;
    private static final int CHUNK_HEADER_BYTES = 8;
    private static final long MAX_LENGTH = 0xffff_ffffL;

    private GlbWriter() {}

    static void write(byte[] json, List<Block> blocks, OutputStream out) throws IOException {
        long binary = 0;
        for (Block block : blocks) {
            binary += padded(block.size());
        }
        long length = HEADER_BYTES
                + CHUNK_HEADER_BYTES
                + padded(json.length)
                + (binary == 0 ? 0 : CHUNK_HEADER_BYTES + binary);
        if (length > MAX_LENGTH) {
            throw new TaskFailure(
                    FailureCode.MODEL_TOO_LARGE, "glb: %d bytes (expected: less than 2^32)".formatted(length));
        }
        out.write(ints(MAGIC, 2, (int) length, (int) padded(json.length), JSON));
        out.write(json);
        pad(json.length, ' ', out);
        if (binary == 0) {
            return;
        }
        out.write(ints((int) binary, BIN));
        for (Block block : blocks) {
            block.writeTo(out);
            pad(block.size(), 0, out);
        }
    }

    private static long padded(long size) {
        return size + 3 & ~3L;
    }

    private static void pad(long size, int value, OutputStream out) throws IOException {
        for (long i = size; i < padded(size); i++) {
            out.write(value);
        }
    }

    private static byte[] ints(int... values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * 4).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asIntBuffer().put(values);
        return bytes.array();
    }
}
