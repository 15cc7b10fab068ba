// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.observe;

import java.util.List;
import java.util.Set;
import org.apache.camel.CamelContext;

/**
 * Says by which steps and routes a task will pass, as far as the routes show it.
 *
 * @param steps in the order in which they end
 * @param routes ids of the routes that can be reached
 */
public record PlannedSteps(List<Step> steps, Set<String> routes) {

    /** Holds the id of a step and what it does, for people. */
    public record Step(String id, String message) {}

    public PlannedSteps {
        steps = List.copyOf(steps);
        routes = Set.copyOf(routes);
    }

    /**
     * Read the routes of a context, which need not be started.
     *
     * @param entry id of the route that takes the task
     * @param type asynq task type, whose family's route is followed
     */
    public static PlannedSteps of(CamelContext context, String entry, String type) {
        return StepWalk.planned(context, entry, Progress.family(type));
    }
}
