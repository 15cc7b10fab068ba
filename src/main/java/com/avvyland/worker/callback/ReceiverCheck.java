// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.callback;

import com.avvyland.worker.egress.EgressPolicy;
import com.avvyland.worker.egress.RefusedUrlException;
import com.avvyland.worker.task.Task;
import org.apache.camel.Body;

/** Looks at a task's callback URL before any work is done for it. Safe to use from any thread. */
public final class ReceiverCheck {

    private final EgressPolicy policy;

    public ReceiverCheck(EgressPolicy policy) {
        this.policy = policy;
    }

    /**
     * Pass a task whose answer can be delivered.
     *
     * @throws ArchivedTaskException when its URL may not be called: nobody can be told, and nobody would
     */
    public void check(@Body Task task) {
        try {
            var _ = policy.vet("callback_url", task.callbackUrl());
        } catch (RefusedUrlException e) {
            throw new ArchivedTaskException(String.valueOf(e.getMessage()), e);
        }
    }
}
