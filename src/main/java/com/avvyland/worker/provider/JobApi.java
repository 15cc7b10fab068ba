// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.provider;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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
     * Return the same for a model that has limits of its own.
     *
     * @throws ProviderException {@link Fault#PASSED_OVER} or {@link Fault#INVALID_INPUT} for inputs that it cannot take
     */
    default List<HttpCall> uploads(R request, String model) {
        return uploads(request);
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
    default String accepted(HttpAnswer answer) {
        throw new IllegalStateException("accepted: not read (expected: this method, or the one with the model)");
    }

    /** Read the same where the model says what the answer has to look like. */
    default String accepted(HttpAnswer answer, String model) {
        return accepted(answer);
    }

    /**
     * Classify the answer to a question about a job that was bought: there, "not found" is about the job, not about the
     * model.
     *
     * @param ready whether it answers {@link JobStatus.Ready}'s call: then a server's error may be the job's own end
     */
    default @Nullable ProviderException jobFault(HttpAnswer answer, boolean ready) {
        return fault(answer);
    }

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
