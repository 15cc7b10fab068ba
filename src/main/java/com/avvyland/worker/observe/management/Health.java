// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.observe.management;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.jspecify.annotations.Nullable;

/**
 * Reads the health checks of a Camel context. Thread-safe.
 *
 * <p>Names and states are told, not what the checks say: an error may name an address of the inner network.
 */
public final class Health {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Supplier<@Nullable CamelContext> context;

    /** @param context absent until it is there: then the process is live, and not ready */
    public Health(Supplier<@Nullable CamelContext> context) {
        this.context = context;
    }

    /** Holds what is told. */
    record State(boolean up, String json) {}

    State live() {
        CamelContext camel = context.get();
        return camel == null ? state(true, List.of()) : state(HealthCheckHelper.invokeLiveness(camel), true);
    }

    State ready() {
        CamelContext camel = context.get();
        return camel == null
                ? state(false, List.of())
                : state(HealthCheckHelper.invokeReadiness(camel), camel.isStarted());
    }

    State all() {
        return ready();
    }

    private static State state(Collection<HealthCheck.Result> results, boolean started) {
        return state(started && results.stream().noneMatch(Health::down), results);
    }

    private static boolean down(HealthCheck.Result result) {
        return result.getState() == HealthCheck.State.DOWN;
    }

    private static State state(boolean up, Collection<HealthCheck.Result> results) {
        ObjectNode body = JSON.createObjectNode().put("status", word(up));
        ArrayNode checks = body.putArray("checks");
        results.forEach(result -> checks.addObject()
                .put("name", result.getCheck().getId())
                .put("status", result.getState().name()));
        return new State(up, body.toString());
    }

    private static String word(boolean up) {
        return up ? "UP" : "DOWN";
    }
}
