// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh;

import com.avvyland.worker.gltf.StoredElements;
import com.avvyland.worker.task.Bytes;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Stands for the bytes of one buffer view, without holding them: they are made when they are written, which may be more
 * than once and gives the same each time.
 */
sealed interface Block {

    /** Elements of a head: enough to tell most blocks apart. */
    int HEAD = 64;

    /** Return how many bytes are written. */
    long size();

    void writeTo(OutputStream out) throws IOException;

    /** Return the beginning alone, some hundred bytes. */
    Block head();

    /** Holds a file: an image. */
    record File(Bytes bytes) implements Block {

        @Override
        public long size() {
            return bytes.length();
        }

        @Override
        public void writeTo(OutputStream out) throws IOException {
            out.write(bytes.array(), bytes.offset(), bytes.length());
        }

        @Override
        public Block head() {
            return new File(bytes.slice(0, Math.min(HEAD * 4, bytes.length())));
        }
    }

    /**
     * Picks elements of an accessor.
     *
     * @param order source element of each element; null: the first {@code count} as they come
     * @param stride bytes from one to the next, zeros between
     */
    @SuppressWarnings("ArrayRecordComponent") // millions of numbers, none of them boxed
    record Elements(StoredElements source, int @Nullable [] order, int count, int stride) implements Block {

        private static final int CHUNK = 1 << 16;

        @Override
        public long size() {
            return (long) count * stride;
        }

        @Override
        public Block head() {
            return new Elements(source, order, Math.min(count, HEAD), stride);
        }

        int sourceOf(int element) {
            return order == null ? element : order[element];
        }

        @Override
        public void writeTo(OutputStream out) throws IOException {
            if (order == null && source.isTight() && stride == source.size()) {
                out.write(source.array(), source.offset(), count * stride);
                return;
            }
            byte[] chunk = new byte[CHUNK / stride * stride];
            byte[] array = source.array();
            int size = source.size();
            int filled = 0;
            for (int i = 0; i < count; i++) {
                if (filled == chunk.length) {
                    out.write(chunk, 0, filled);
                    filled = 0;
                }
                copy(array, source.at(sourceOf(i)), chunk, filled, size);
                filled += stride;
            }
            out.write(chunk, 0, filled);
        }

        /** Elements of floats are worth their own way: for so few bytes a call of arraycopy is most of the work. */
        private static void copy(byte[] from, int at, byte[] to, int start, int size) {
            if ((size & 3) != 0) {
                System.arraycopy(from, at, to, start, size);
                return;
            }
            for (int b = 0; b < size; b += 4) {
                VertexBits.INTS.set(to, start + b, (int) VertexBits.INTS.get(from, at + b));
            }
        }
    }

    /** Holds indices of 16 bits. */
    @SuppressWarnings("ArrayRecordComponent") // millions of numbers, none of them boxed
    record ShortIndices(char[] indices) implements Block {

        private static final int CHUNK = 1 << 15;

        @Override
        public long size() {
            return indices.length * 2L;
        }

        @Override
        public Block head() {
            return new ShortIndices(Arrays.copyOf(indices, Math.min(indices.length, HEAD)));
        }

        @Override
        public void writeTo(OutputStream out) throws IOException {
            byte[] chunk = new byte[Math.min(CHUNK, indices.length) * 2];
            for (int from = 0; from < indices.length; from += CHUNK) {
                int count = Math.min(CHUNK, indices.length - from);
                for (int i = 0; i < count; i++) {
                    char index = indices[from + i];
                    chunk[i * 2] = (byte) index;
                    chunk[i * 2 + 1] = (byte) (index >> 8);
                }
                out.write(chunk, 0, count * 2);
            }
        }
    }

    /** Holds indices of 32 bits. */
    @SuppressWarnings("ArrayRecordComponent") // millions of numbers, none of them boxed
    record WideIndices(int[] indices, int count) implements Block {

        private static final int CHUNK = 1 << 14;

        @Override
        public long size() {
            return count * 4L;
        }

        @Override
        public Block head() {
            return new WideIndices(indices, Math.min(count, HEAD));
        }

        @Override
        public void writeTo(OutputStream out) throws IOException {
            byte[] chunk = new byte[Math.min(CHUNK, count) * 4];
            for (int from = 0; from < count; from += CHUNK) {
                int some = Math.min(CHUNK, count - from);
                for (int i = 0; i < some; i++) {
                    VertexBits.INTS.set(chunk, i * 4, indices[from + i]);
                }
                out.write(chunk, 0, some * 4);
            }
        }
    }
}
