// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.server;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/** Shares free slots among queues: by weight, or strictly by priority. One thread. */
final class QueueOrder {

    private final Map<String, Integer> queues;
    private final List<String> byPriority;
    private final boolean strict;
    private final RandomGenerator random;

    QueueOrder(Map<String, Integer> queues, boolean strict, RandomGenerator random) {
        this.queues = queues;
        this.strict = strict;
        this.random = random;
        this.byPriority = queues.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .map(Map.Entry::getKey)
                .toList();
    }

    /**
     * Return each queue's share of free slots; a queue may get none. Drawn by weight, so that single slots are fair.
     *
     * @param among the queues that may have tasks, at least one
     */
    Map<String, Integer> shares(int slots, Set<String> among) {
        List<String> candidates = byPriority.stream().filter(among::contains).toList();
        if (strict || candidates.size() == 1) {
            return Map.of(candidates.getFirst(), slots);
        }
        int total = candidates.stream().mapToInt(this::weight).sum();
        Map<String, Integer> shares = new LinkedHashMap<>();
        for (int i = 0; i < slots; i++) {
            shares.merge(draw(candidates, total), 1, Integer::sum);
        }
        return shares;
    }

    private String draw(List<String> candidates, int total) {
        int at = random.nextInt(total);
        for (String queue : candidates) {
            at -= weight(queue);
            if (at < 0) {
                return queue;
            }
        }
        return candidates.getLast();
    }

    private int weight(String queue) {
        return queues.getOrDefault(queue, 0);
    }
}
