// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.states;

import static org.assertj.core.api.Assertions.assertThat;

import com.avvyland.worker.asynq.testing.TestingGoPeer;
import com.avvyland.worker.asynq.testing.TestingStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Compares, value by value, what the component and Go's asynq leave in Redis after the same steps.
 *
 * <p>What Go leaves is recorded in src/test/resources/asynq/states, so that no Go is needed. Where it is there, Go does
 * the steps again, and a recording that differs fails. With -Dasynq.record=true it is written anew instead.
 */
class StatesIT {

    @RegisterExtension
    static final TestingStore STORE = new TestingStore();

    private static final Path STATES = Path.of("src/test/resources/asynq/states");

    static List<String> recordings() throws IOException {
        try (Stream<Path> files = Files.list(STATES)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".txt"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("recordings")
    void leavesWhatGoLeaves(String recording) throws Exception {
        List<Step> recorded = Step.read(STATES.resolve(recording));
        List<Step> ours;
        try (TestingPeer peer = new TestingOurSteps(STORE.redis())) {
            ours = TestingRun.run(STORE, peer, recorded);
        }
        assertThat(ours).hasSameSizeAs(recorded).isNotEmpty();
        for (int i = 0; i < recorded.size(); i++) {
            List<String> expected = new ArrayList<>(recorded.get(i).result());
            for (Difference difference : Difference.of(recording, i + 1)) {
                assertThat(expected)
                        .as("%s: %s", recording, difference.reason())
                        .containsAll(difference.go());
                expected.removeAll(difference.go());
                expected.addAll(difference.ours());
            }
            assertThat(ours.get(i).result())
                    .as("%s, step %d: %s", recording, i + 1, recorded.get(i).text())
                    .containsExactlyInAnyOrderElementsOf(expected);
        }
    }

    @Test
    void withoutACrashLimitACrashLeavesWhatGoLeaves() throws Exception {
        List<Step> recorded = Step.read(STATES.resolve("recover.txt"));
        try (TestingPeer peer = new TestingOurSteps(STORE.redis(), 0)) {
            assertThat(TestingRun.run(STORE, peer, recorded)).isEqualTo(recorded);
        }
    }

    @Test
    void everyDifferenceOnPurposeIsOfAStep() throws Exception {
        for (Difference difference : Difference.ALL) {
            List<Step> steps = Step.read(STATES.resolve(difference.recording()));
            assertThat(steps.get(difference.step() - 1).shown())
                    .as(difference.toString())
                    .isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("recordings")
    void goLeavesWhatIsRecorded(String recording) throws Exception {
        TestingGoPeer go = TestingGoPeer.on(STORE.server().port());
        List<Step> recorded = Step.read(STATES.resolve(recording));
        List<Step> theirs;
        try (TestingPeer peer = new TestingGoSteps(go)) {
            theirs = TestingRun.run(STORE, peer, recorded);
        }
        if (Boolean.getBoolean("asynq.record")) {
            Step.write(STATES.resolve(recording), theirs);
            return;
        }
        for (int i = 0; i < recorded.size(); i++) {
            assertThat(theirs.get(i).result())
                    .as("%s, step %d: %s", recording, i + 1, recorded.get(i).text())
                    .isEqualTo(recorded.get(i).result());
        }
    }
}
