// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.chaos;

import com.avvyland.worker.chaos.History.Called;
import com.avvyland.worker.chaos.History.Enqueued;
import com.avvyland.worker.provider.TestingProvider.Call;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Says what of a storm's end breaks a promise, a line each; nothing when all was kept. */
final class Invariants {

    /** Begins the error of a task that waits for a person, because nobody can know whether it has paid. */
    static final String HELD = "may have paid";

    private Invariants() {}

    /** No task is lost, and all callbacks of one are the same: bytes, key, a signature that verifies. */
    static List<String> ofCallbacks(History history) {
        List<String> broken = new ArrayList<>();
        Map<String, List<Called>> calls =
                history.called.stream().collect(Collectors.groupingBy(Called::id, TreeMap::new, Collectors.toList()));
        for (Enqueued task : history.enqueued) {
            List<Called> own = calls.getOrDefault(task.id(), List.of());
            calls.remove(task.id());
            if (own.isEmpty()) {
                broken.add("%s: no callback (expected: one or more)".formatted(task.id()));
            }
            long bodies = own.stream().map(Called::sha256).distinct().count();
            if (bodies > 1) {
                broken.add("%s: %d bodies (expected: one)".formatted(task.id(), bodies));
            }
            own.stream()
                    .filter(call -> !call.key().equals(task.id()))
                    .forEach(call -> broken.add(
                            "%s: Idempotency-Key %s (expected: the task's id)".formatted(task.id(), call.key())));
            if (!own.stream().allMatch(Called::signed)) {
                broken.add("%s: signature does not verify".formatted(task.id()));
            }
        }
        calls.keySet().forEach(id -> broken.add("%s: a callback of no task".formatted(id)));
        return broken;
    }

    /** Nothing is bought twice: no two billed calls of a provider say the same. */
    static List<String> ofPurchases(String provider, Collection<Call> billed) {
        return billed.stream()
                .collect(Collectors.groupingBy(
                        call -> call.path() + " " + sha256(call.body()), TreeMap::new, Collectors.counting()))
                .entrySet()
                .stream()
                .filter(work -> work.getValue() > 1)
                .map(work ->
                        "%s: %s bought %d times (expected: once)".formatted(provider, work.getKey(), work.getValue()))
                .toList();
    }

    /**
     * A queue that is through holds nothing, and archived is only what waits for a person.
     *
     * @param left sizes by the name of the list or set: active, lease, pending ...
     * @param archived last errors by task id
     */
    static List<String> ofQueue(String queue, Map<String, Long> left, Map<String, String> archived) {
        List<String> broken = new ArrayList<>();
        left.forEach((name, size) -> {
            if (size != 0) {
                broken.add("%s: %s has %d (expected: 0)".formatted(queue, name, size));
            }
        });
        archived.forEach((id, error) -> {
            if (!error.contains(HELD)) {
                broken.add("%s: %s archived: %s".formatted(queue, id, error));
            }
        });
        return broken;
    }

    /**
     * A completed task has a completed callback; one that failed waits for a person.
     *
     * @param archived ids of tasks that do
     */
    static List<String> ofOutcomes(History history, Collection<String> archived) {
        return history.called.stream()
                .filter(call -> !call.status().equals(archived.contains(call.id()) ? "failed" : "completed"))
                .map(call -> "%s: callback says %s".formatted(call.id(), call.status()))
                .distinct()
                .toList();
    }

    private static String sha256(byte[] body) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
