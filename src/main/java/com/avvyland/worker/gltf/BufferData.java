// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.gltf;

import com.avvyland.worker.task.Bytes;
import java.nio.ByteBuffer;

/** Holds the bytes of a buffer: all in memory, or in a mapped file of which parts are read as they are asked for. */
public sealed interface BufferData {

    /** Return how many bytes there are. */
    long length();

    /**
     * Return a part.
     *
     * @throws IndexOutOfBoundsException when it leads out of the buffer
     */
    Bytes part(long offset, long length);

    /** Shares the bytes of a model: a part is not copied. */
    record Shared(Bytes bytes) implements BufferData {

        @Override
        public long length() {
            return bytes.length();
        }

        @Override
        public Bytes part(long offset, long length) {
            return bytes.slice(Math.toIntExact(offset), Math.toIntExact(length));
        }
    }

    /**
     * Reads a mapped file: a part is a copy, and nothing else of the file is on the heap.
     *
     * @param file its position and limit are left alone
     */
    record Mapped(ByteBuffer file) implements BufferData {

        @Override
        public long length() {
            return file.remaining();
        }

        @Override
        public Bytes part(long offset, long length) {
            byte[] copy = new byte[Math.toIntExact(length)];
            file.get(Math.addExact(file.position(), Math.toIntExact(offset)), copy);
            return Bytes.of(copy);
        }
    }
}
