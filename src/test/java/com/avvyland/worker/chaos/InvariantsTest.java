// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.avvyland.worker.chaos.History.Called;
import com.avvyland.worker.chaos.History.Enqueued;
import com.avvyland.worker.provider.TestingProvider.Call;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Each check of a storm's end can fail. */
class InvariantsTest {

    private final History history = new History();

    @Test
    void takesDuplicatesThatAreTheSame() {
        task("a", called("a"), called("a"));

        assertThat(Invariants.ofCallbacks(history)).isEmpty();
        assertThat(Invariants.ofOutcomes(history, Set.of())).isEmpty();
    }

    @Test
    void seesALostTask() {
        task("a");

        assertThat(Invariants.ofCallbacks(history)).containsExactly("a: no callback (expected: one or more)");
    }

    @Test
    void seesADuplicateThatIsAnother() {
        task("a", called("a"), new Called("a", "a", "other", true, "completed"));

        assertThat(Invariants.ofCallbacks(history)).containsExactly("a: 2 bodies (expected: one)");
    }

    @Test
    void seesAnotherKey() {
        task("a", new Called("a", "b", "body", true, "completed"));

        assertThat(Invariants.ofCallbacks(history)).containsExactly("a: Idempotency-Key b (expected: the task's id)");
    }

    @Test
    void seesASignatureThatDoesNotVerify() {
        task("a", new Called("a", "a", "body", false, "completed"));

        assertThat(Invariants.ofCallbacks(history)).containsExactly("a: signature does not verify");
    }

    @Test
    void seesACallbackOfNoTask() {
        history.called.add(called("a"));

        assertThat(Invariants.ofCallbacks(history)).containsExactly("a: a callback of no task");
    }

    @Test
    void seesAFailureOfATaskThatIsNotArchived() {
        task("a", new Called("a", "a", "body", true, "failed"));

        assertThat(Invariants.ofOutcomes(history, Set.of())).containsExactly("a: callback says failed");
        assertThat(Invariants.ofOutcomes(history, Set.of("a"))).isEmpty();
    }

    @Test
    void seesASecondPurchase() {
        assertThat(Invariants.ofPurchases("p", List.of(bought("/a", "x"), bought("/a", "y"), bought("/b", "x"))))
                .isEmpty();
        assertThat(Invariants.ofPurchases("p", List.of(bought("/a", "x"), bought("/a", "x"))))
                .singleElement()
                .asString()
                .startsWith("p: /a ")
                .endsWith(" bought 2 times (expected: once)");
    }

    @Test
    void seesWhatIsLeftInAQueue() {
        assertThat(Invariants.ofQueue("q", Map.of("lease", 1L), Map.of()))
                .containsExactly("q: lease has 1 (expected: 0)");
        assertThat(Invariants.ofQueue("q", Map.of("lease", 0L), Map.of("a", "boom")))
                .containsExactly("q: a archived: boom");
        assertThat(Invariants.ofQueue("q", Map.of(), Map.of("a", "an earlier try may have paid")))
                .isEmpty();
    }

    private void task(String id, Called... calls) {
        history.enqueued.add(new Enqueued(id, "model.preview.v1"));
        history.called.addAll(List.of(calls));
    }

    private static Called called(String id) {
        return new Called(id, id, "body", true, "completed");
    }

    private static Call bought(String path, String body) {
        return new Call("POST", URI.create(path), Map.of(), body.getBytes(UTF_8));
    }
}
