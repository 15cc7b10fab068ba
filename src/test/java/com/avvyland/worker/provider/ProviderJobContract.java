// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.avvyland.worker.journal.Purchase;
import com.avvyland.worker.provider.TestingProvider.Mishap;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.apache.camel.Exchange;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Promises in addition what a line of jobs does once one is bought: it is asked for, and never bought again. */
public abstract class ProviderJobContract extends ProviderContract {

    @ParameterizedTest
    @ValueSource(ints = {200, 408, 429, 500, 502, 503, 504})
    void asksAgainWhereAQuestionWasNotAnsweredInItsForm(int status) {
        line.fake.whenAsked(html(status));

        assertDelivered(worker().buy(line.request));
        assertThat(line.submissions()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(names = {"DROP_AFTER", "HALF", "HUGE"})
    void asksAgainWhereAnAnswerToAQuestionIsNotRead(Mishap.Kind kind) {
        line.fake.whenAsked(Mishap.of(kind));

        assertDelivered(worker().buy(line.request));
        assertThat(line.submissions()).isEqualTo(1);
    }

    @Test
    void asksAgainWhereAnAnswerToAQuestionIsTooSlow() {
        line.fake.whenAsked(Mishap.of(Mishap.Kind.HANG));

        assertDelivered(worker(slow()).buy(line.request));
        assertThat(line.submissions()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 402, 403})
    void keepsAJobThatItMayNotAskFor(int status) {
        line.fake.whenAsked(Mishap.answer(status, "{}"));

        assertFault(worker().buy(line.request), Fault.DEADLINE);
        assertResumed();
    }

    @Test
    void keepsAJobWhoseResultIsNotToBeHadYet() {
        assumeThat(line.request.capability().reading())
                .as("a reading has no file to fetch")
                .isFalse();
        line.fake.whenFetched(Mishap.answer(503, "{}"));

        assertFault(worker().buy(line.request), Fault.DEADLINE);
        assertResumed();
    }

    @Test
    void asksTheSameJobAgainForAFileThatIsGone() {
        assumeThat(line.request.capability().reading())
                .as("a reading has no file to fetch")
                .isFalse();
        fail(Fault.RESULT_EXPIRED);

        assertFault(worker().buy(line.request), Fault.DEADLINE);
        assertResumed();
    }

    @Test
    void leavesAJobWhoseFileIsGoneTwiceToTheNext() {
        assumeThat(line.request.capability().reading())
                .as("a reading has no file to fetch")
                .isFalse();
        fail(Fault.RESULT_EXPIRED);
        fail(Fault.RESULT_EXPIRED);

        assertFault(worker().buy(line.request), Fault.DEADLINE);
        assertFault(restarted().buy(line.request), Fault.RESULT_EXPIRED);
        assertThat(line.submissions()).isEqualTo(1);
        assertJournalEmpty();
    }

    @Test
    void leavesAReadingThatTheProviderHasDroppedToTheNext() {
        assumeThat(line.request.capability().reading())
                .as("the file of anything else is asked for again")
                .isTrue();
        fail(Fault.RESULT_EXPIRED);

        assertFault(worker().buy(line.request), Fault.RESULT_EXPIRED);
        assertThat(line.submissions()).isEqualTo(1);
        assertJournalEmpty();
    }

    @Test
    void keepsAJobWhoseTaskIsCancelled() throws Exception {
        TestingPurchasing worker = worker();
        FutureTask<Exchange> buying = new FutureTask<>(() -> worker.buy(line.request));
        Thread thread = Thread.ofVirtual().unstarted(buying);
        line.fake.whenAsked(thread::interrupt);
        thread.start();
        Exchange ended = ended(buying);
        line.fake.whenAsked(() -> {});

        assertThat(ended.getException()).isNotNull();
        assertThat(chain(ended.getException())).hasAtLeastOneElementOfType(InterruptedException.class);
        assertThat(line.fake.billed()).hasSize(1);
        assertResumed();
    }

    private static Exchange ended(FutureTask<Exchange> buying) throws InterruptedException {
        try {
            return buying.get();
        } catch (ExecutionException e) {
            return Assertions.fail(e);
        }
    }

    private void assertResumed() {
        assertJournal(Purchase.State.SUBMITTED);
        assertDelivered(restarted().buy(line.request));
        assertThat(line.submissions()).isEqualTo(1);
    }

    private static List<Throwable> chain(Throwable failure) {
        List<Throwable> chain = new ArrayList<>();
        for (Throwable cause = failure; cause != null && chain.size() < 10; cause = cause.getCause()) {
            chain.add(cause);
        }
        return chain;
    }
}
