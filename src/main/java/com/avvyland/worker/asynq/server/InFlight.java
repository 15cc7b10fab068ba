// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.server;

import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Knows every delivery from its dequeue until Redis has confirmed its settlement. Safe for several threads. */
final class InFlight {

    private final Set<Delivery> deliveries = ConcurrentHashMap.newKeySet();

    void add(Delivery delivery) {
        deliveries.add(delivery);
    }

    void remove(Delivery delivery) {
        deliveries.remove(delivery);
    }

    Collection<Delivery> all() {
        return deliveries;
    }

    boolean isEmpty() {
        return deliveries.isEmpty();
    }
}
