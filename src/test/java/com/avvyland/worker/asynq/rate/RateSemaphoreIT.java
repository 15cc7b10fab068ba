// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.rate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import com.avvyland.worker.asynq.AsynqClient;
import com.avvyland.worker.asynq.NewTask;
import com.avvyland.worker.asynq.testing.TestingClock;
import com.avvyland.worker.asynq.testing.TestingGoPeer;
import com.avvyland.worker.asynq.testing.TestingStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RateSemaphoreIT {

    @RegisterExtension
    static final TestingStore STORE = new TestingStore();

    private static final String KEY = "asynq:sema:gpu";

    private final Instant now = Instant.ofEpochSecond(Instant.now().getEpochSecond());
    private final TestingClock clock = new TestingClock(now);
    private final Instant end = now.plusSeconds(60);

    private RateSemaphore semaphore(int tokens) {
        return new RateSemaphore(STORE.redis(), "gpu", tokens, clock);
    }

    @Test
    void givesAsManyTokensAsThereAreAndTakesThemBack() {
        RateSemaphore semaphore = semaphore(2);
        assertThat(semaphore.acquire("a", end)).isTrue();
        assertThat(semaphore.acquire("b", end)).isTrue();
        assertThat(semaphore.acquire("c", end)).isFalse();
        assertThat(STORE.oracle().texts("ZRANGE", KEY, "0", "-1", "WITHSCORES"))
                .containsExactly("a", "" + end.getEpochSecond(), "b", "" + end.getEpochSecond());
        assertThat(semaphore.release("a")).isTrue();
        assertThat(semaphore.release("a")).isFalse();
        assertThat(semaphore.acquire("c", end)).isTrue();
    }

    @Test
    void aTokenEndsAfterItsDeadline() {
        RateSemaphore semaphore = semaphore(1);
        semaphore.acquire("dead", end);
        clock.advance(Duration.ofSeconds(60));
        assertThat(semaphore.acquire("next", end.plusSeconds(60)))
                .as("in the second of its end, as in Go")
                .isFalse();
        clock.advance(Duration.ofSeconds(1));
        assertThat(semaphore.acquire("next", end.plusSeconds(60))).isTrue();
        assertThat(semaphore.release("dead")).isFalse();
    }

    @Test
    void aTokenHeldIsMovedAndNotTakenTwice() {
        RateSemaphore semaphore = semaphore(1);
        semaphore.acquire("a", end);
        assertThat(semaphore.acquire("a", end.plusSeconds(60))).isTrue();
        assertThat(STORE.oracle().number("ZCARD", KEY)).isEqualTo(1);
        clock.advance(Duration.ofSeconds(90));
        assertThat(semaphore.acquire("b", end.plusSeconds(90))).isFalse();
    }

    @Test
    void neverGivesOneTokenTooManyUnderLoad() throws Exception {
        RateSemaphore semaphore = semaphore(7);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Boolean>> taken = IntStream.range(0, 200)
                    .mapToObj(i -> threads.submit(() -> semaphore.acquire("t" + i, end)))
                    .toList();
            int given = 0;
            for (Future<Boolean> each : taken) {
                given += each.get() ? 1 : 0;
            }
            assertThat(given).isEqualTo(7);
        }
    }

    @Test
    void sharesItsTokensWithGo() throws Exception {
        TestingGoPeer go = TestingGoPeer.on(STORE.server().port());
        AsynqClient client = new AsynqClient(STORE.redis(), clock);
        RateSemaphore ours = semaphore(2);
        ours.acquire("ours", now.plusSeconds(3600));
        TestingGoPeer.Worker worker = go.start("semaphore", "default", "gpu", "2");
        client.enqueue(NewTask.of("keep").id("go1").timeout(Duration.ofHours(1)).build());
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(STORE.oracle().texts("ZRANGE", KEY, "0", "-1"))
                        .containsExactlyInAnyOrder("ours", "go1"));
        assertThat(ours.acquire("more", end)).as("Go holds the last one").isFalse();
        client.enqueue(NewTask.of("keep").id("go2").timeout(Duration.ofHours(1)).build());
        await().atMost(Duration.ofSeconds(20))
                .until(() -> "2".equals(STORE.oracle().text("GET", "asynq:{default}:processed")));
        assertThat(ours.release("go1")).as("as Go would").isTrue();
        client.enqueue(
                NewTask.of("release").id("go3").timeout(Duration.ofHours(1)).build());
        await().atMost(Duration.ofSeconds(20))
                .until(() -> "3".equals(STORE.oracle().text("GET", "asynq:{default}:processed")));
        assertThat(worker.stop()).contains("go1 true <nil>", "go2 false <nil>", "go3 true <nil>");
        assertThat(STORE.oracle().texts("ZRANGE", KEY, "0", "-1")).containsExactly("ours");
    }

    @Test
    void refusesWhatCantBeASemaphore() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> semaphore(0))
                .withMessage("tokens: 0 (expected: 1 or more)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RateSemaphore(STORE.redis(), " ", 1, clock))
                .withMessage("scope: blank (expected: a name)");
    }
}
