// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.gltf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.avvyland.worker.source.Model;
import com.avvyland.worker.task.Bytes;
import com.avvyland.worker.task.TaskFailure;
import com.avvyland.worker.testing.HostileModel;
import com.avvyland.worker.testing.TestingModels;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HostileModelsTest {

    private static final Duration LONGEST = Duration.ofSeconds(1);
    /** What one refusal may allocate beside a small multiple of the file. */
    private static final long MOST_ALLOCATED = 48L << 20;

    private static final GltfReader READER = new GltfReader(GltfLimits.DEFAULT);
    private static final GeometryReader GEOMETRY = new GeometryReader();

    static Set<String> names() {
        return TestingModels.hostile().keySet();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("names")
    void isRefusedWithItsCodeInTimeAndMemory(String name) {
        HostileModel hostile = TestingModels.hostile(name);
        var model = new Model(hostile.extension(), Bytes.of(hostile.bytes()), Map.of());
        long allocatedBefore = allocated();
        long start = cpuTime();

        TaskFailure failure = catchThrowableOfType(TaskFailure.class, () -> GEOMETRY.measure(READER.read(model)));

        Duration taken = Duration.ofNanos(cpuTime() - start);
        long allocated = allocated() - allocatedBefore;
        assertThat(failure).as("refused").isNotNull();
        assertThat(failure.code()).as(failure.getMessage()).isEqualTo(hostile.expectedCode());
        assertThat(failure.code().permanent()).isTrue();
        assertThat(failure).hasMessageMatching("[^\\p{Cntrl}]+: .* \\(expected: .+\\)");
        assertThat(failure.getMessage()).hasSizeLessThan(400);
        assertThat(taken).isLessThan(LONGEST);
        assertThat(allocated).isLessThan(MOST_ALLOCATED + 4L * hostile.bytes().length);
    }

    @Test
    void neverTellsAPasswordOfAUri() {
        HostileModel hostile = TestingModels.hostile("a buffer at https://user:secret@example.com/a.bin");
        var model = new Model(hostile.extension(), Bytes.of(hostile.bytes()), Map.of());

        TaskFailure failure = catchThrowableOfType(TaskFailure.class, () -> READER.read(model));

        assertThat(failure)
                .hasMessage("buffers[0].uri: https://...@example.com/a.bin"
                        + " (expected: a data: URI or a name in input_resources)");
    }

    static Stream<byte[]> sound() {
        return Stream.of(
                TestingModels.texturedBox(),
                TestingModels.triangle(),
                TestingModels.twoNodes(),
                TestingModels.animatedTriangle());
    }

    /** Every hostile model is a sound one with a fault; without this, all could be refused for another reason. */
    @ParameterizedTest
    @MethodSource("sound")
    void acceptsTheSoundModelsThatTheHostileOnesAreMadeFrom(byte[] bytes) {
        assertThat(GEOMETRY.measure(READER.read(new Model(".glb", Bytes.of(bytes), Map.of())))
                        .triangles())
                .isPositive();
    }

    private static long allocated() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }

    /** CPU time of this thread: a busy machine does not make work longer. */
    private static long cpuTime() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }
}
