// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq;

import com.avvyland.worker.asynq.server.Delivery;
import org.apache.camel.Exchange;
import org.apache.camel.RollbackExchangeException;
import org.apache.camel.support.SynchronizationAdapter;

/** Tells a task's delivery how its exchange ended. */
final class SettleOnCompletion extends SynchronizationAdapter {

    private final Delivery delivery;

    SettleOnCompletion(Delivery delivery) {
        this.delivery = delivery;
    }

    @Override
    public void onComplete(Exchange exchange) {
        RuntimeException asked = AskedOutcome.of(exchange, null);
        if (asked != null) {
            delivery.fail(asked);
            return;
        }
        delivery.succeed(exchange.getMessage().getHeader(AsynqConstants.RESULT, byte[].class));
    }

    @Override
    public void onFailure(Exchange exchange) {
        Exception error = exchange.getException();
        RuntimeException asked = AskedOutcome.of(exchange, error);
        if (asked != null) {
            delivery.fail(asked);
            return;
        }
        delivery.fail(error == null ? new RollbackExchangeException(exchange) : error);
    }

    /** Stay with the first exchange: a copy that a route hands over must not settle the task. */
    @Override
    public boolean allowHandover() {
        return false;
    }
}
