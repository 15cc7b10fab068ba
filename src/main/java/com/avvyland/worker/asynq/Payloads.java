// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq;

import com.google.protobuf.ByteOutput;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;

/** Shows a payload as a buffer over the bytes Redis sent, without a copy. */
final class Payloads {

    private Payloads() {}

    /** Return a view that can't be written to; it covers the payload and nothing of the message around it. */
    static ByteBuffer readOnly(ByteString payload) {
        return payload.asReadOnlyByteBuffer().slice();
    }

    /** Return a view whose backing array is accessible, for a decoder that needs one; its array offset is not 0. */
    static ByteBuffer array(ByteString payload) {
        ArrayView view = new ArrayView();
        try {
            UnsafeByteOperations.unsafeWriteTo(payload, view);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return view.buffer;
    }

    /** Keeps the one array that a payload aliased from one message consists of. */
    private static final class ArrayView extends ByteOutput {

        private ByteBuffer buffer = ByteBuffer.allocate(0);

        @Override
        public void write(byte value) {
            write(new byte[] {value}, 0, 1);
        }

        @Override
        public void write(byte[] value, int offset, int length) {
            writeLazy(value, offset, length);
        }

        @Override
        public void writeLazy(byte[] value, int offset, int length) {
            writeLazy(ByteBuffer.wrap(value, offset, length));
        }

        @Override
        public void write(ByteBuffer value) {
            writeLazy(value);
        }

        @Override
        public void writeLazy(ByteBuffer value) {
            if (buffer.hasRemaining()) {
                throw new IllegalStateException("payload: in parts (expected: one array)");
            }
            buffer = value.slice();
        }
    }
}
