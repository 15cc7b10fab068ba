// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.provider;

/** Classifies every way in which a provider can fail; the closed set of docs/providers.md. */
public enum Fault {
    /** Not asked: no key, shut gate, open breaker, no slot, or an input that it cannot take. */
    PASSED_OVER(Remedy.NEXT, false, false, false),
    /** Not asked: it would have cost more than the task or the day may. */
    OVER_BUDGET(Remedy.NEXT, false, false, false),
    /** Too many calls; refused before any work. */
    RATE_LIMITED(Remedy.LATER, false, false, false),
    /** Too many jobs at once; refused before any work. */
    CONCURRENCY_FULL(Remedy.LATER, false, false, false),
    /** Answered that it is overloaded; nothing was bought. */
    OVERLOADED(Remedy.NEXT, true, false, false),
    /** A fault of network or server that surely bought nothing. */
    TRANSIENT(Remedy.NEXT, true, false, false),
    /** Sent, and no answer was read: it may have been bought. */
    AMBIGUOUS_SUBMIT(Remedy.HOLD, true, false, false),
    /** No money or quota left at the provider. */
    QUOTA_OR_CREDITS(Remedy.NEXT, false, true, false),
    /** Key refused. */
    AUTH(Remedy.NEXT, false, true, false),
    /** Model, region or endpoint is gone. */
    CONFIG(Remedy.NEXT, false, true, false),
    /** This input is wrong for this provider, and will be so for ever. */
    INVALID_INPUT(Remedy.NEXT, false, false, true),
    /** The content was refused. */
    SAFETY_REFUSAL(Remedy.STOP, false, false, true),
    /** A success without a result: no image, no text, a blank picture. */
    EMPTY_RESULT(Remedy.NEXT, false, false, false),
    /** A result that breaks its schema. */
    BAD_JSON(Remedy.NEXT, false, false, false),
    /** The provider says that its job failed. */
    JOB_FAILED(Remedy.NEXT, false, false, false),
    /** The provider does not know the job any more. */
    JOB_LOST(Remedy.NEXT, false, false, false),
    /** The job is done, and its files are gone. */
    RESULT_EXPIRED(Remedy.NEXT, false, false, false),
    /** Not done in time; the job goes on, and is looked at again by the task's next try. */
    DEADLINE(Remedy.HOLD, true, false, false);

    private final Remedy remedy;
    private final boolean outage;
    private final boolean shuts;
    private final boolean permanent;

    Fault(Remedy remedy, boolean outage, boolean shuts, boolean permanent) {
        this.remedy = remedy;
        this.outage = outage;
        this.shuts = shuts;
        this.permanent = permanent;
    }

    /** Return what follows. */
    public Remedy remedy() {
        return remedy;
    }

    /** Tell whether the provider was not asked at all. */
    public boolean unasked() {
        return this == PASSED_OVER || this == OVER_BUDGET;
    }

    /** Tell whether a circuit breaker counts it. */
    public boolean outage() {
        return outage;
    }

    /** Tell whether the provider is not asked again until a person has acted. */
    public boolean shuts() {
        return shuts;
    }

    /** Tell whether the same input meets it for ever. */
    public boolean permanent() {
        return permanent;
    }
}
