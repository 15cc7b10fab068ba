// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.artifact;

import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * Streams a buffer without copying it; a mark holds for the whole buffer, so that the SDK can hash the content before it
 * sends it.
 */
final class BufferStream extends InputStream {

    private final ByteBuffer buffer;
    private int mark;

    BufferStream(ByteBuffer content) {
        this.buffer = content.duplicate();
        this.mark = buffer.position();
    }

    @Override
    public int read() {
        return buffer.hasRemaining() ? buffer.get() & 0xff : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, target.length);
        if (!buffer.hasRemaining()) {
            return length == 0 ? 0 : -1;
        }
        int count = Math.min(length, buffer.remaining());
        buffer.get(target, offset, count);
        return count;
    }

    @Override
    public long skip(long count) {
        int skipped = (int) Math.clamp(count, 0, buffer.remaining());
        buffer.position(buffer.position() + skipped);
        return skipped;
    }

    @Override
    public int available() {
        return buffer.remaining();
    }

    @Override
    public boolean markSupported() {
        return true;
    }

    @Override
    public void mark(int limit) {
        mark = buffer.position();
    }

    @Override
    public void reset() {
        buffer.position(mark);
    }
}
