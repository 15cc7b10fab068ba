// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.provider;

import com.avvyland.worker.journal.Purchase;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import java.io.IOException;
import org.apache.camel.RuntimeCamelException;
import org.jspecify.annotations.Nullable;

/** Says what a failure of a line means, and writes it where it matters. */
final class Failures {

    private Failures() {}

    /** Return the failure as a {@link ProviderException}; what is the worker's own fault, or a stop, stays what it is. */
    static Exception classified(Exception thrown, @Nullable Attempt attempt) {
        // Camel's circuit breaker wraps what is checked.
        Exception caught = thrown instanceof RuntimeCamelException && thrown.getCause() instanceof Exception cause
                ? cause
                : thrown;
        if (caught instanceof ProviderException known) {
            return attempt != null && bought(attempt) ? held(known, attempt) : known;
        }
        if (caught instanceof CallNotPermittedException) {
            return new ProviderException(Fault.PASSED_OVER, "circuit breaker open (expected: closed)");
        }
        if (!(caught instanceof IOException)) {
            return caught;
        }
        if (attempt != null && (attempt.step == Attempt.Step.POLL || attempt.content != null)) {
            return held(new ProviderException(Fault.TRANSIENT, "result not read", caught), attempt);
        }
        boolean sent = attempt != null && attempt.purchase != null && !Station.unsent(caught);
        return sent
                ? new ProviderException(Fault.AMBIGUOUS_SUBMIT, "sent, and no answer read (expected: one)", caught)
                : new ProviderException(Fault.TRANSIENT, "not reachable", caught);
    }

    /** Tell whether there is a job that is asked for, or whose files are fetched. */
    private static boolean bought(Attempt attempt) {
        return attempt.step == Attempt.Step.POLL || attempt.content != null && attempt.job() != null;
    }

    /**
     * What passes is waited for once something is bought: nobody else is paid for the same. A file that is gone is asked
     * for once more, by the next try: the same job answers with a fresh URL.
     */
    private static ProviderException held(ProviderException known, Attempt attempt) {
        boolean again = known.fault() == Fault.RESULT_EXPIRED && attempt.content != null && attempt.leave != null;
        return switch (again ? Fault.TRANSIENT : known.fault()) {
            case PASSED_OVER,
                    OVER_BUDGET,
                    RATE_LIMITED,
                    CONCURRENCY_FULL,
                    OVERLOADED,
                    TRANSIENT,
                    AMBIGUOUS_SUBMIT,
                    QUOTA_OR_CREDITS,
                    AUTH,
                    CONFIG ->
                new ProviderException(
                        Fault.DEADLINE, "job bought, and not read: " + known.getMessage(), known.retryAfter(), known);
            default -> known;
        };
    }

    /** Write the end into the journal and give back what the account lent. */
    static void settle(Exception failure, Attempt attempt, ProviderParts parts) {
        Purchase purchase = attempt.purchase;
        Leave leave = attempt.leave;
        if (!(failure instanceof ProviderException known)) {
            // A stop, or a fault of our own: whatever was bought stays in the journal, for the next try.
            if (leave != null) {
                leave.kept();
            }
            return;
        }
        if (purchase != null && purchase.state() != Purchase.State.REFUSED) {
            if (known.fault() == Fault.SAFETY_REFUSAL) {
                parts.purchases()
                        .advance(attempt.work, attempt.offer(), purchase.refused(String.valueOf(known.getMessage())));
            } else if (known.fault().remedy() != Remedy.HOLD) {
                parts.purchases().forget(attempt.work, attempt.offer());
            }
        }
        if (leave != null) {
            leave.failed(known.fault());
        }
    }
}
