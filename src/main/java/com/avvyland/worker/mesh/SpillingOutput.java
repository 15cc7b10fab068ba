// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh;

import com.avvyland.worker.task.FailureCode;
import com.avvyland.worker.task.TaskFailure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Takes a file that is being written: a small one in memory, a large one on disk, to be mapped when it is whole.
 *
 * <p>The file on disk has no name from the moment it is open, so that nothing is left of it, even when the process is
 * killed; its space is freed when the last buffer over it is collected.
 */
final class SpillingOutput extends OutputStream {

    /** Lets the array be read without a copy. */
    private static final class Growing extends ByteArrayOutputStream {

        ByteBuffer whole() {
            return ByteBuffer.wrap(buf, 0, count).slice();
        }
    }

    private final int inMemory;
    private Growing head = new Growing();
    private @Nullable FileChannel file;

    /** @param inMemory bytes up to which nothing goes to disk */
    SpillingOutput(int inMemory) {
        this.inMemory = inMemory;
    }

    @Override
    public void write(int octet) throws IOException {
        write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (file == null && head.size() + length <= inMemory) {
            head.write(bytes, offset, length);
            return;
        }
        if (file == null) {
            file = unnamed();
            writeFully(file, head.whole());
            head = new Growing();
        }
        writeFully(file, ByteBuffer.wrap(bytes, offset, length));
    }

    /**
     * Return what was written; the buffer stays when this is closed.
     *
     * @throws TaskFailure permanent, {@code model_too_large}, above 2 GiB: no buffer is larger
     */
    ByteBuffer whole() throws IOException {
        if (file == null) {
            return head.whole();
        }
        if (file.size() > Integer.MAX_VALUE) {
            throw new TaskFailure(
                    FailureCode.MODEL_TOO_LARGE,
                    "canonical.glb: %d bytes (expected: at most 2 GiB)".formatted(file.size()));
        }
        return file.map(MapMode.READ_ONLY, 0, file.size());
    }

    @Override
    public void close() throws IOException {
        if (file != null) {
            file.close();
        }
    }

    private static void writeFully(FileChannel file, ByteBuffer left) throws IOException {
        while (left.hasRemaining()) {
            file.write(left);
        }
    }

    private static FileChannel unnamed() throws IOException {
        Path path = Files.createTempFile("avvy-worker-canonical-", null);
        try {
            return FileChannel.open(
                    path,
                    Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE));
        } catch (IOException e) {
            Files.deleteIfExists(path);
            throw e;
        }
    }
}
