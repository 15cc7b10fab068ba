// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.journal;

import org.jspecify.annotations.Nullable;

/**
 * Says how far one purchase is; written before the money can be spent, and after each step that must not be repeated.
 *
 * @param state how far it is
 * @param jobId the provider's receipt; from {@link State#SUBMITTED} on, for providers that work by jobs
 * @param startedAt when it was first sent, Unix milliseconds
 * @param costMicroUsd millionths of a US dollar that were reserved for it
 * @param result digest of the kept result; with {@link State#DONE}
 * @param note why it was refused; with {@link State#REFUSED}
 */
public record Purchase(
        State state,
        @Nullable String jobId,
        long startedAt,
        long costMicroUsd,
        @Nullable String result,
        @Nullable String note) {

    /** The steps of a purchase, in their order. */
    public enum State {
        /** About to be sent, or sent: until there is a receipt nobody knows whether it was bought. */
        INTENDED,
        /** Bought: the job's id is known. */
        SUBMITTED,
        /** Its result is kept. */
        DONE,
        /** The provider refused the content; asking again would be refused again. */
        REFUSED
    }

    /** Return a purchase that is about to be sent. */
    public static Purchase intended(long startedAt, long costMicroUsd) {
        return new Purchase(State.INTENDED, null, startedAt, costMicroUsd, null, null);
    }

    /** Return the same with the provider's receipt. */
    public Purchase submitted(String newJobId) {
        return new Purchase(State.SUBMITTED, newJobId, startedAt, costMicroUsd, null, null);
    }

    /** Return the same with its result. */
    public Purchase done(String digest) {
        return new Purchase(State.DONE, jobId, startedAt, costMicroUsd, digest, null);
    }

    /** Return the same as refused. */
    public Purchase refused(String reason) {
        return new Purchase(State.REFUSED, jobId, startedAt, costMicroUsd, null, reason);
    }
}
