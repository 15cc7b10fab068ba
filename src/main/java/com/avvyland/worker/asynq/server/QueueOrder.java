// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.server;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Shares free slots among queues: by weight, or strictly by priority. One thread. */
final class QueueOrder {

    private final Map<String, Integer> queues;
    private final List<String> byPriority;
    private final boolean strict;
    private final RandomGenerator random;
    private final int total;

    QueueOrder(Map<String, Integer> queues, boolean strict, RandomGenerator random) {
        this.queues = queues;
        this.strict = strict;
        this.random = random;
        this.total = queues.values().stream().mapToInt(Integer::intValue).sum();
        this.byPriority = queues.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Tell whether a queue must be found empty before the next one is asked. */
    boolean strict() {
        return strict;
    }

    /** Return each queue's share of free slots; a queue may get none. Drawn by weight, so that single slots are fair. */
    Map<String, Integer> shares(int slots) {
        Map<String, Integer> shares = new LinkedHashMap<>();
        if (queues.size() == 1) {
            shares.put(byPriority.getFirst(), slots);
            return shares;
        }
        for (int i = 0; i < slots; i++) {
            shares.merge(draw(), 1, Integer::sum);
        }
        return shares;
    }

    private String draw() {
        int at = random.nextInt(total);
        for (String queue : byPriority) {
            at -= queues.getOrDefault(queue, 0);
            if (at < 0) {
                return queue;
            }
        }
        return byPriority.getLast();
    }

    /** Return the queues in the order in which leftover slots are offered. */
    List<String> order() {
        if (strict) {
            return byPriority;
        }
        List<String> order = new ArrayList<>(byPriority);
        Collections.shuffle(order, random);
        return order;
    }
}
