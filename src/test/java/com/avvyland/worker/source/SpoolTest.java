// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.avvyland.worker.task.Bytes;
import com.avvyland.worker.task.FailureCode;
import com.avvyland.worker.task.TaskFailure;
import com.sun.management.ThreadMXBean;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpoolTest {

    private static final int MEBIBYTE = 1 << 20;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, MEBIBYTE - 1, MEBIBYTE, MEBIBYTE + 1, 3 * MEBIBYTE + 17})
    void keepsEveryByteInAnArrayOfExactlyTheirNumber(int size) throws IOException {
        byte[] content = bytes(size);

        Bytes read = Spool.read(new ByteArrayInputStream(content), size);

        assertThat(read.array()).isEqualTo(content);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 10, MEBIBYTE - 1, MEBIBYTE, 2 * MEBIBYTE})
    void refusesOneByteMoreThanTheLimit(int limit) {
        TaskFailure failure = catchThrowableOfType(
                TaskFailure.class, () -> Spool.read(new ByteArrayInputStream(bytes(limit + 1)), limit));

        assertThat(failure.code()).isEqualTo(FailureCode.MODEL_TOO_LARGE);
        assertThat(failure).hasMessageEndingWith("bytes or more (expected: at most %d)".formatted(limit));
    }

    @Test
    void takesHeapForTheBytesOnceAndForNothingElse() throws IOException {
        byte[] content = bytes(64 * MEBIBYTE);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();

        Bytes read = Spool.read(new ByteArrayInputStream(content), 256 * MEBIBYTE);

        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isBetween(64L * MEBIBYTE, 70L * MEBIBYTE);
        assertThat(read.length()).isEqualTo(64 * MEBIBYTE);
    }

    @Test
    void leavesNoFileBehindAndShowsNoneMeanwhile() throws IOException {
        long before = files();
        InputStream breaking =
                new SequenceInputStream(new ByteArrayInputStream(bytes(2 * MEBIBYTE)), new InputStream() {
                    @Override
                    public int read() throws IOException {
                        // A worker that is killed at this moment leaves what is there at this moment.
                        assertThat(files()).isEqualTo(before);
                        throw new IOException("broken");
                    }
                });

        assertThatThrownBy(() -> Spool.read(breaking, 10 * MEBIBYTE)).hasMessage("broken");
        assertThat(files()).isEqualTo(before);
    }

    private static long files() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.filter(file -> file.getFileName().toString().startsWith("avvy-worker-model-"))
                    .count();
        }
    }

    private static byte[] bytes(int size) {
        byte[] content = new byte[size];
        new Random(size).nextBytes(content);
        return content;
    }
}
