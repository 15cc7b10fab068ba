// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.avvyland.worker.journal.Purchase;
import com.avvyland.worker.journal.Purchases;
import com.avvyland.worker.provider.TestingProvider.Mishap;
import com.avvyland.worker.task.FailureCode;
import com.avvyland.worker.task.TaskFailure;
import com.avvyland.worker.testing.TestingRedis;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Promises what every line does, whoever is behind it: through its real Kamelet, alone in a route, against its fake and a
 * real Redis. A subclass describes one line; that of a line of jobs is a {@link ProviderJobContract}. After each failure are checked: the fault in the row of the attempt, how
 * often a purchase was sent and billed, and what the journal holds.
 */
public abstract class ProviderContract {

    @RegisterExtension
    static final TestingRedis REDIS = new TestingRedis();

    @TempDir
    Path routes;

    private final List<TestingPurchasing> workers = new ArrayList<>();
    ProviderLine line;

    /** Describe the line, with a fake of its own. */
    protected abstract ProviderLine line();

    @BeforeEach
    void start() throws IOException {
        line = line();
        Files.writeString(routes.resolve("providers.camel.yaml"), line.route());
    }

    @AfterEach
    void stop() {
        workers.forEach(TestingPurchasing::close);
        line.fake.close();
    }

    @Test
    void buysTheSameWorkOnce() {
        ProviderResult result = worker().result(line.request);
        int calls = line.fake.calls().size();
        ProviderResult again = restarted().result(line.request);

        assertThat(result.provider()).isEqualTo(line.provider.wireName());
        assertThat(again).isEqualTo(result);
        assertThat(line.fake.calls()).hasSize(calls);
        assertThat(line.fake.billed()).hasSize(1);
        assertJournal(Purchase.State.DONE);
    }

    @Test
    void callsNobodyWithoutAKey() {
        Exchange ended = worker(line.withoutKey()).buy(line.request);

        assertThat(ended.getException()).isInstanceOf(TaskFailure.class).hasMessageContaining("no provider");
        assertThat(TestingPurchasing.rows(ended)).isEmpty();
        assertThat(line.fake.calls()).isEmpty();
        assertJournalEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"OVERLOADED", "TRANSIENT", "AUTH", "QUOTA_OR_CREDITS", "CONFIG", "INVALID_INPUT"})
    void keepsNothingOfAPurchaseThatWasRefused(Fault fault) {
        int billed = fail(fault);
        TestingPurchasing worker = worker();
        Exchange ended = worker.buy(line.request);

        assertFault(ended, fault);
        assertThat(((TaskFailure) ended.getException()).code())
                .isEqualTo(
                        fault == Fault.INVALID_INPUT
                                ? FailureCode.PROVIDER_REJECTED
                                : FailureCode.PROVIDER_UNAVAILABLE);
        assertThat(TestingPurchasing.rows(ended).getFirst().costMicroUsd()).isZero();
        assertThat(line.fake.billed()).hasSize(billed);
        assertJournalEmpty();
        long submissions = line.submissions();
        Exchange next = worker.buy(line.request);
        if (fault.shuts()) {
            assertFault(next, Fault.PASSED_OVER);
            assertThat(line.submissions()).isEqualTo(submissions);
        } else {
            assertDelivered(next);
        }
    }

    @Test
    void comesAgainAfterAWhileWhereTooMuchWasAsked() {
        fail(Fault.RATE_LIMITED);

        assertComesAgainAfter(Duration.ofSeconds(30));
    }

    @Test
    void comesAgainWhenTheProviderSays() {
        line.fake.next(Mishap.answer(429, "{}").with("Retry-After", "7"));

        assertComesAgainAfter(Duration.ofSeconds(7));
    }

    private void assertComesAgainAfter(Duration wait) {
        Exchange ended = worker().buy(line.request);
        List<ProviderAttempt> rows = TestingPurchasing.rows(ended);

        assertThat(rows).extracting(ProviderAttempt::fault).containsExactly(Fault.RATE_LIMITED, null);
        assertThat(rows.get(1).startedAt() - rows.get(0).startedAt()).isEqualTo(wait.toMillis());
        assertThat(line.fake.billed()).hasSize(1);
        assertJournal(Purchase.State.DONE);
    }

    @Test
    void doesNotWaitLongerThanItsPatience() {
        line.fake.next(Mishap.answer(429, "{}").with("Retry-After", "3600"));
        TestingPurchasing worker = worker();
        Exchange ended = worker.buy(line.request);

        assertFault(ended, Fault.RATE_LIMITED);
        assertThat(worker.clock().paused()).isZero();
        assertThat(line.fake.billed()).isEmpty();
        assertJournalEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"EMPTY_RESULT", "BAD_JSON", "JOB_FAILED", "JOB_LOST"})
    void leavesAPurchaseThatCameToNothingToTheNext(Fault fault) {
        int billed = fail(fault);
        Exchange ended = worker().buy(line.request);

        assertFault(ended, fault);
        assertThat(TestingPurchasing.rows(ended).getFirst().costMicroUsd() > 0).isEqualTo(fault != Fault.JOB_FAILED);
        assertThat(line.submissions()).isEqualTo(1);
        assertThat(line.fake.billed()).hasSize(billed);
        assertJournalEmpty();
    }

    @Test
    void asksNobodyAgainForContentThatWasRefused() {
        int billed = fail(Fault.SAFETY_REFUSAL);
        Exchange ended = worker().buy(line.request);

        assertFault(ended, Fault.SAFETY_REFUSAL);
        assertThat(((TaskFailure) ended.getException()).code()).isEqualTo(FailureCode.RESTRICTED_CONTENT);
        assertJournal(Purchase.State.REFUSED);
        int calls = line.fake.calls().size();
        assertFault(restarted().buy(line.request), Fault.SAFETY_REFUSAL);
        assertThat(line.fake.calls()).hasSize(calls);
        assertThat(line.fake.billed()).hasSize(billed);
        assertJournal(Purchase.State.REFUSED);
    }

    @ParameterizedTest
    @EnumSource(names = {"DROP_AFTER", "HALF", "HUGE"})
    void doesNotPayTwiceWhereAnAnswerIsNotRead(Mishap.Kind kind) {
        line.fake.next(Mishap.of(kind));

        assertUnknown(worker().buy(line.request), 1);
    }

    @Test
    void doesNotPayTwiceWhereAnAnswerIsTooSlow() {
        line.fake.next(Mishap.of(Mishap.Kind.HANG));

        assertUnknown(worker(slow()).buy(line.request), 1);
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 502, 504})
    void doesNotPayTwiceWhereAGatewayGaveUp(int status) {
        line.fake.next(html(status));

        assertUnknown(worker().buy(line.request), 0);
    }

    @Test
    void takesAPageOfAProxyForNoResult() {
        line.fake.next(html(200));
        Exchange ended = worker().buy(line.request);

        if (line.request.capability().reading() && !line.job) {
            assertFault(ended, Fault.EMPTY_RESULT);
            assertJournalEmpty();
        } else {
            assertUnknown(ended, 0);
        }
    }

    /** A reading is bought again, as it costs next to nothing; for all else a person has to look. */
    private void assertUnknown(Exchange ended, int billed) {
        assertFault(ended, Fault.AMBIGUOUS_SUBMIT);
        assertThat(((TaskFailure) ended.getException()).code()).isEqualTo(FailureCode.PROVIDER_UNAVAILABLE);
        assertThat(TestingPurchasing.rows(ended).getFirst().costMicroUsd()).isPositive();
        assertThat(line.submissions()).isEqualTo(1);
        assertThat(line.fake.billed()).hasSize(billed);
        assertJournal(Purchase.State.INTENDED);
        Exchange next = restarted().buy(line.request);
        if (line.request.capability().reading()) {
            assertDelivered(next);
            assertThat(line.submissions()).isEqualTo(2);
        } else {
            assertFault(next, Fault.AMBIGUOUS_SUBMIT);
            assertThat(line.submissions()).isEqualTo(1);
            assertJournal(Purchase.State.INTENDED);
        }
    }

    void assertDelivered(Exchange ended) {
        assertThat(ended.getException()).isNull();
        assertThat(ended.getMessage().getBody()).isInstanceOf(ProviderResult.class);
        assertThat(TestingPurchasing.rows(ended).getLast().fault()).isNull();
        assertJournal(Purchase.State.DONE);
    }

    void assertFault(Exchange ended, Fault fault) {
        assertThat(ended.getException()).isInstanceOf(TaskFailure.class);
        assertThat(TestingPurchasing.rows(ended)).hasSize(1);
        ProviderAttempt row = TestingPurchasing.rows(ended).getFirst();
        assertThat(row.fault()).as(row.error()).isEqualTo(fault);
        line.environment().forEach((variable, value) -> {
            if (ProviderLine.secret(variable)) {
                assertThat(row.error()).doesNotContain(value);
            }
        });
    }

    void assertJournal(Purchase.State state) {
        assertThat(journal().values()).extracting(Purchase::state).containsExactly(state);
    }

    void assertJournalEmpty() {
        assertThat(journal()).isEmpty();
    }

    private Map<String, Purchase> journal() {
        return new Purchases(workers.getLast().redis(), Duration.ofHours(1)).find(line.request.work());
    }

    int fail(Fault fault) {
        String why = line.never(fault);
        assumeThat(why).as("%s never: %s", fault, why).isNull();
        ProviderLine.Way way = line.way(fault);
        assertThat(way)
                .as("%s: forgotten (expected: fails or never in the line's description)", fault)
                .isNotNull();
        Objects.requireNonNull(way).prepare().run();
        return way.billed();
    }

    Map<String, String> slow() {
        assumeThat(line.provider).as("its time limit is fixed").isNotEqualTo(Provider.TENCENT);
        return line.with("%s_TIMEOUT".formatted(line.provider), "500ms");
    }

    static Mishap html(int status) {
        return Mishap.answer(status, "<html><body>Please log in</body></html>").with("Content-Type", "text/html");
    }

    TestingPurchasing worker() {
        return worker(line.environment());
    }

    /** Start the first worker of a test, on an empty Redis. */
    TestingPurchasing worker(Map<String, String> environment) {
        TestingPurchasing worker = restarted(environment);
        worker.redis().getKeys().flushall();
        return worker;
    }

    /** Start a worker that knows what the first one left in Redis, and nothing else. */
    TestingPurchasing restarted() {
        return restarted(line.environment());
    }

    private TestingPurchasing restarted(Map<String, String> environment) {
        TestingPurchasing worker = new TestingPurchasing(REDIS, environment, routes, null);
        workers.add(worker);
        return worker;
    }
}
