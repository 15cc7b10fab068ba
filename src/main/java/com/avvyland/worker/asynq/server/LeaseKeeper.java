// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.server;

import com.avvyland.worker.asynq.broker.WorkerBroker;
import com.avvyland.worker.asynq.redis.RedisFailure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/** Extends the lease of every task in flight in good time, and drops a task whose lease someone took away. */
final class LeaseKeeper {

    private final WorkerBroker broker;
    private final InFlight inFlight;
    private final LongSupplier nanos;

    LeaseKeeper(WorkerBroker broker, InFlight inFlight, LongSupplier nanos) {
        this.broker = broker;
        this.inFlight = inFlight;
        this.nanos = nanos;
    }

    void extend() {
        Map<String, List<Delivery>> ageing = new LinkedHashMap<>();
        for (Delivery delivery : inFlight.all()) {
            if (delivery.lease().ageing() && delivery.lease().valid()) {
                ageing.computeIfAbsent(delivery.task().getQueue(), _ -> new ArrayList<>())
                        .add(delivery);
            }
        }
        List<RedisFailure> failures = new ArrayList<>();
        ageing.forEach((queue, deliveries) -> {
            try {
                extend(queue, deliveries);
            } catch (RedisFailure e) {
                // One queue's broken key must not cost the leases of another's tasks.
                failures.add(e);
            }
        });
        if (!failures.isEmpty()) {
            throw failures.getFirst();
        }
    }

    private void extend(String queue, List<Delivery> deliveries) {
        long sentAt = nanos.getAsLong();
        List<String> ids = deliveries.stream().map(each -> each.task().getId()).toList();
        note(deliveries, broker.extend(queue, ids), sentAt);
    }

    private void note(List<Delivery> deliveries, List<Boolean> held, long sentAt) {
        for (int i = 0; i < deliveries.size(); i++) {
            Delivery delivery = deliveries.get(i);
            if (held.get(i)) {
                delivery.lease().extended(sentAt);
            } else if (!delivery.isSettled()) {
                delivery.abandon();
                inFlight.remove(delivery);
            }
        }
    }
}
