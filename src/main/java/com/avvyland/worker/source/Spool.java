// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.source;

import com.avvyland.worker.task.Bytes;
import com.avvyland.worker.task.FailureCode;
import com.avvyland.worker.task.TaskFailure;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/**
 * Takes a stream into one array of exactly its length, whatever length was announced.
 *
 * <p>An array that grows would be copied, and one of the announced size lets a liar take memory. So what is longer than a
 * mebibyte goes through a file first: disk and memory are taken for bytes that have come. The file has no name from the
 * moment it is open, so that nothing is left of it, even when the process is killed.
 */
public final class Spool {

    private static final int IN_MEMORY = 1 << 20;

    /** The longest array that every JVM makes. */
    private static final long LONGEST = Integer.MAX_VALUE - 8L;

    private Spool() {}

    /**
     * Read a stream to its end.
     *
     * @throws TaskFailure permanent, {@code model_too_large}, as soon as more than {@code most} bytes have come
     * @throws IOException when the stream breaks, or the temporary folder is full
     */
    public static Bytes read(InputStream in, long most) throws IOException {
        long limit = Math.min(most, LONGEST);
        byte[] head = in.readNBytes((int) Math.min(IN_MEMORY, limit + 1));
        if (head.length > limit) {
            throw tooLarge(head.length, most);
        }
        if (head.length < IN_MEMORY) {
            return Bytes.of(head);
        }
        try (FileChannel file = unnamed()) {
            write(file, head, head.length);
            byte[] buffer = new byte[64 << 10];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                write(file, buffer, read);
                if (file.position() > limit) {
                    throw tooLarge(file.position(), most);
                }
            }
            return Bytes.of(readBack(file));
        }
    }

    /** Return the failure of a model that has, or is said to have, more bytes than are read. */
    public static TaskFailure tooLarge(long size, long most) {
        return new TaskFailure(
                FailureCode.MODEL_TOO_LARGE,
                "input_model_url: %d bytes or more (expected: at most %d)".formatted(size, most));
    }

    private static FileChannel unnamed() throws IOException {
        Path file = Files.createTempFile("avvy-worker-model-", null);
        try {
            return FileChannel.open(
                    file,
                    Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE));
        } catch (IOException e) {
            Files.deleteIfExists(file);
            throw e;
        }
    }

    private static void write(FileChannel file, byte[] bytes, int length) throws IOException {
        ByteBuffer left = ByteBuffer.wrap(bytes, 0, length);
        while (left.hasRemaining()) {
            file.write(left);
        }
    }

    private static byte[] readBack(FileChannel file) throws IOException {
        byte[] all = new byte[(int) file.size()];
        // In steps: the channel copies each through a buffer outside the heap, of the step's size.
        for (int at = 0; at < all.length; ) {
            int read = file.read(ByteBuffer.wrap(all, at, Math.min(IN_MEMORY, all.length - at)), at);
            if (read < 0) {
                throw new EOFException(
                        "%d of %d bytes (expected: a file that nobody else changes)".formatted(at, all.length));
            }
            at += read;
        }
        return all;
    }
}
