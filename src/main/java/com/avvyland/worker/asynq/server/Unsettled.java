// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.server;

import com.avvyland.worker.asynq.broker.Settlement;

/**
 * Holds a settlement that Redis has not confirmed.
 *
 * @param tried true once a call was sent whose answer was lost
 */
record Unsettled(Delivery delivery, Settlement settlement, boolean tried) {

    Unsettled afterTry() {
        return new Unsettled(delivery, settlement, true);
    }
}
