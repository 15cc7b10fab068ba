// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.avvyland.worker.source.Model;
import com.avvyland.worker.task.Bytes;
import com.avvyland.worker.task.FailureCode;
import com.avvyland.worker.task.TaskFailure;
import com.avvyland.worker.testing.HostileModel;
import com.avvyland.worker.testing.TestingGlb;
import com.avvyland.worker.testing.TestingModels;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CanonicalLimitsTest {

    private static final long MOST_ALLOCATED = 64L << 20;

    static Set<String> names() {
        return TestingModels.hostile().keySet();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("names")
    void refusesWhatThePreviewRefuses(String name) {
        HostileModel hostile = TestingModels.hostile(name);

        TaskFailure failure = catchThrowableOfType(
                TaskFailure.class,
                () -> TestingCanonical.of(new Model(hostile.extension(), Bytes.of(hostile.bytes()), Map.of())));

        assertThat(failure).isNotNull();
        assertThat(failure.code()).as(failure.getMessage()).isEqualTo(hostile.expectedCode());
    }

    /** 600 primitives over the same large accessors, no two over the same ones: each would get vertices of its own. */
    @Test
    void refusesPrimitivesThatShareWhatTheyCannotShareAnyMore() {
        TestingGlb glb = TestingModels.triangleAsset();
        int vertices = 60_000;
        int positions = glb.floats(3, new float[vertices * 3]);
        int[] corners = new int[vertices];
        for (int i = 0; i < vertices; i++) {
            corners[i] = i;
        }
        int indices = glb.indices(corners);
        ArrayNode primitives = (ArrayNode) glb.root().at("/meshes/0/primitives");
        int view = glb.root().at("/accessors/" + positions + "/bufferView").intValue();
        for (int i = 0; i < 60; i++) {
            glb.add("accessors")
                    .put("bufferView", view)
                    .put("componentType", 5126)
                    .put("count", vertices)
                    .put("type", "VEC3");
        }
        int first = glb.count("accessors") - 60;
        for (int i = 0; i < 60; i++) {
            for (int j = 0; j < 10; j++) {
                ObjectNode primitive = primitives.addObject().put("indices", indices);
                primitive
                        .putObject("attributes")
                        .put("POSITION", positions)
                        .put("_A", first + i)
                        .put("_B", first + j);
            }
        }

        assertRefused(glb);
    }

    @Test
    void refusesJsonOfTooManyValues() {
        TestingGlb glb = TestingModels.triangleAsset();
        for (int i = 0; i < 40; i++) {
            ArrayNode many = glb.root().putObject("extras" + i).putArray("many");
            for (int j = 0; j < 60_000; j++) {
                many.add(0);
            }
        }

        assertRefused(glb);
    }

    private static void assertRefused(TestingGlb glb) {
        byte[] bytes = glb.glb();
        long before = allocated();

        TaskFailure failure = catchThrowableOfType(TaskFailure.class, () -> TestingCanonical.of(bytes));

        long allocated = allocated() - before;
        assertThat(failure).isNotNull();
        assertThat(failure.code()).as(failure.getMessage()).isEqualTo(FailureCode.MODEL_TOO_LARGE);
        assertThat(allocated).isLessThan(2 * MOST_ALLOCATED + 4L * bytes.length);
    }

    private static long allocated() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }
}
