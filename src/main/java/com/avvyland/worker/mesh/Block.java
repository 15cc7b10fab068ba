// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh;

import com.avvyland.worker.gltf.StoredElements;
import com.avvyland.worker.task.Bytes;
import java.io.IOException;
import java.io.OutputStream;
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

    /**
     * Goes through what a weld has left, in numbers of 16 bits, or of 32 where there are many vertices.
     *
     * @param count so many of them, from the first
     */
    record Indices(Welded welded, int count) implements Block {

        @Override
        public long size() {
            return (long) count * (welded.isWide() ? Integer.BYTES : Short.BYTES);
        }

        @Override
        public Block head() {
            return new Indices(welded, Math.min(count, HEAD));
        }

        @Override
        public void writeTo(OutputStream out) throws IOException {
            int[] run = Corners.run(count);
            byte[] chunk = new byte[run.length * Integer.BYTES];
            int left = count;
            for (int from = 0; left > 0; from += run.length) {
                int some = Math.min(left, welded.read(from, run));
                out.write(chunk, 0, welded.isWide() ? wide(run, some, chunk) : narrow(run, some, chunk));
                left -= some;
            }
        }

        private static int wide(int[] run, int some, byte[] chunk) {
            for (int i = 0; i < some; i++) {
                VertexBits.INTS.set(chunk, i * 4, run[i]);
            }
            return some * 4;
        }

        private static int narrow(int[] run, int some, byte[] chunk) {
            for (int i = 0; i < some; i++) {
                chunk[i * 2] = (byte) run[i];
                chunk[i * 2 + 1] = (byte) (run[i] >> 8);
            }
            return some * 2;
        }
    }
}
