// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.provider;

import com.avvyland.worker.journal.Purchase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Follows one line of a capability's route from being asked to its result; the variable {@code attempt} of a Kamelet.
 * One thread uses it.
 */
public final class Attempt {

    /** What is next. */
    public enum Step {
        /** Nothing was sent that costs. */
        SUBMIT,
        /** Bought; asked how far it is. */
        POLL,
        /** Done; the result is in the answer or the journal. */
        DONE
    }

    final ProviderRequest request;
    final String work;
    final String model;
    final long priceMicroUsd;
    final Instant startedAt;
    final List<HttpAnswer> uploads = new ArrayList<>();
    Step step = Step.SUBMIT;
    List<HttpCall> toUpload = List.of();

    @Nullable
    Leave leave;

    @Nullable
    Purchase purchase;

    @Nullable
    HttpAnswer answer;

    @Nullable
    HttpCall fetch;

    @Nullable
    Content content;

    @Nullable
    ProviderResult result;

    boolean fetched;
    boolean queued;
    boolean started;
    boolean cancelling;
    int polls;
    Duration interval = Duration.ZERO;
    Duration queueTime = Duration.ZERO;
    Duration runTime = Duration.ZERO;
    private final String provider;

    Attempt(ProviderApi api, ProviderRequest request, String model, long priceMicroUsd, Instant startedAt) {
        this.provider = api.provider().wireName();
        this.request = request;
        this.work = request.work();
        this.model = model;
        this.priceMicroUsd = priceMicroUsd;
        this.startedAt = startedAt;
    }

    /** Return what is next, for the Kamelet's choices. */
    public String step() {
        return step.name();
    }

    /** Return how many calls bring the inputs, for the Kamelet's loop. */
    public int uploadCount() {
        return toUpload.size();
    }

    String offer() {
        return provider + "/" + model;
    }

    @Nullable
    String job() {
        return purchase == null ? null : purchase.jobId();
    }
}
