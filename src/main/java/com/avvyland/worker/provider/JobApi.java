// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.provider;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/**
 * Maps one capability of a provider that works by jobs.
 *
 * @param <R> what it is asked
 */
public interface JobApi<R extends ProviderRequest> extends ProviderApi {

    /** Return the calls that bring the inputs to the provider before the job; none is paid for. */
    default List<HttpCall> uploads(R request) {
        return List.of();
    }

    /**
     * Return what one job costs in US dollars, where that hangs on what is asked.
     *
     * @param price the Kamelet's: of one job, or of one of the provider's credits
     */
    default BigDecimal cost(R request, String model, BigDecimal price) {
        return price;
    }

    /**
     * Write the submission, the one call that buys.
     *
     * @param uploads the answers to {@link #uploads}, in the same order
     */
    HttpCall submission(R request, String model, List<HttpAnswer> uploads);

    /**
     * Read the answer to the submission: the job's id, or what else {@link #poll} needs to find it; at most 512
     * characters, kept in the journal.
     *
     * @throws ProviderException {@link Fault#AMBIGUOUS_SUBMIT} when it may be there without an id
     */
    String accepted(HttpAnswer answer);

    /** Write the question how far the job is. */
    HttpCall poll(String job);

    /**
     * Read how far it is.
     *
     * @throws ProviderException when it failed, or is not known any more
     */
    JobStatus status(String job, HttpAnswer answer);

    /** Read the result of {@link JobStatus.Ready}. */
    default Content fetched(HttpAnswer answer) {
        throw new IllegalStateException("fetched: no second answer (expected: a status with the content)");
    }

    /** Write the request that ends the job, where there is one. */
    default Optional<HttpCall> cancel(String job) {
        return Optional.empty();
    }
}
