// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.task;

/** Knows what a receiver is told when the work ends here, without its result. */
public interface Unfinished {

    /**
     * Return the family's failed callback, with whatever there is to show for the work so far.
     *
     * @param error one line for people, without secrets and stack traces
     */
    Callback failed(String taskId, String error, FailureCode code);
}
