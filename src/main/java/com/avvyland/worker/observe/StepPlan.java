// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.observe;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Knows the steps that a task passes, in the order in which the routes name them, and how each is told to people. */
final class StepPlan {

    private final Map<String, String> messages = new LinkedHashMap<>();
    private final Map<String, Integer> places = new LinkedHashMap<>();

    /** @param steps messages by step id, in the order in which the steps end */
    StepPlan(Map<String, String> steps) {
        steps.forEach((id, message) -> {
            messages.put(id, message);
            places.put(id, messages.size());
        });
    }

    /** Return the ids, in order. */
    List<String> ids() {
        return List.copyOf(messages.keySet());
    }

    /** Return the share of the steps that are behind when this one has ended, 0 to 100; 0 for an unknown step. */
    int percentAfter(String step) {
        Integer place = places.get(step);
        return place == null ? 0 : 100 * place / places.size();
    }

    /** Return the step's description, or its id in words. */
    String message(String step) {
        String message = messages.get(step);
        return message == null || message.isBlank() ? step.replace('-', ' ') : message;
    }
}
