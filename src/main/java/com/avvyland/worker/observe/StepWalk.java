// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.observe;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.model.ChoiceDefinition;
import org.apache.camel.model.CircuitBreakerDefinition;
import org.apache.camel.model.Model;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.SendDefinition;
import org.apache.camel.model.StepDefinition;
import org.apache.camel.model.TryDefinition;
import org.jspecify.annotations.Nullable;

/**
 * Finds the steps that can be reached from a route, through {@code direct:} and {@code kamelet:} endpoints, by reading the
 * routes as they are loaded. Not safe for several threads.
 *
 * <p>Where some branches of a choice lead to the family's route and others don't, the others are left out: they belong to
 * other families.
 */
final class StepWalk {

    private final CamelContext context;
    private final Model model;
    private final @Nullable String family;
    private final Map<String, String> steps = new LinkedHashMap<>();

    private StepWalk(CamelContext context, @Nullable String family) {
        this.context = context;
        this.model = context.getCamelContextExtension().getContextPlugin(Model.class);
        this.family = family;
    }

    /**
     * Return the steps by which a task passes.
     *
     * @param entry id of the route that takes it
     * @param family id of the route of its task type, null when there is none
     */
    static StepPlan from(CamelContext context, String entry, @Nullable String family) {
        StepWalk walk = new StepWalk(context, family);
        walk.route(walk.model.getRouteDefinition(entry), new HashSet<>());
        return new StepPlan(walk.steps);
    }

    /** Return the same with the routes that were entered. */
    static PlannedSteps planned(CamelContext context, String entry, String family) {
        StepWalk walk = new StepWalk(context, family);
        Set<String> routes = new HashSet<>();
        walk.route(walk.model.getRouteDefinition(entry), routes);
        StepPlan plan = new StepPlan(walk.steps);
        return new PlannedSteps(
                plan.ids().stream()
                        .map(id -> new PlannedSteps.Step(id, plan.message(id)))
                        .toList(),
                routes);
    }

    private void route(@Nullable RouteDefinition route, Set<String> entered) {
        if (route != null && entered.add(route.getId())) {
            route.getOutputs().forEach(node -> visit(node, entered));
        }
    }

    private void visit(ProcessorDefinition<?> node, Set<String> entered) {
        if (node instanceof SendDefinition<?> send) {
            route(target(send), entered);
        }
        ours(node).forEach(child -> visit(child, entered));
        // After its children: they end before it does.
        if (node instanceof StepDefinition step) {
            String description = step.getDescriptionText();
            steps.putIfAbsent(step.getId(), description == null ? "" : description);
        }
    }

    private List<ProcessorDefinition<?>> ours(ProcessorDefinition<?> node) {
        if (family == null || !(node instanceof ChoiceDefinition choice)) {
            return children(node);
        }
        List<List<ProcessorDefinition<?>>> branches = new ArrayList<>();
        choice.getWhenClauses().forEach(when -> branches.add(when.getOutputs()));
        if (choice.getOtherwise() != null) {
            branches.add(choice.getOtherwise().getOutputs());
        }
        List<ProcessorDefinition<?>> ours = branches.stream()
                .filter(branch -> branch.stream().anyMatch(each -> leadsToFamily(each, new HashSet<>())))
                .<ProcessorDefinition<?>>flatMap(List::stream)
                .toList();
        return ours.isEmpty() ? children(node) : ours;
    }

    private boolean leadsToFamily(ProcessorDefinition<?> node, Set<String> entered) {
        if (node instanceof SendDefinition<?> send) {
            RouteDefinition next = target(send);
            if (next == null || !entered.add(next.getId())) {
                return false;
            }
            return next.getId().equals(family)
                    || next.getOutputs().stream().anyMatch(each -> leadsToFamily(each, entered));
        }
        return children(node).stream().anyMatch(each -> leadsToFamily(each, entered));
    }

    /** What a try catches, and what a breaker falls back to, may be kept beside the outputs. */
    private static List<ProcessorDefinition<?>> children(ProcessorDefinition<?> node) {
        List<ProcessorDefinition<?>> children = new ArrayList<>();
        switch (node) {
            case TryDefinition attempt -> {
                children.addAll(attempt.getOutputsWithoutCatches());
                children.addAll(attempt.getCatchClauses());
                if (attempt.getFinallyClause() != null) {
                    children.add(attempt.getFinallyClause());
                }
            }
            case CircuitBreakerDefinition breaker -> {
                children.addAll(breaker.getOutputs());
                if (breaker.getOnFallback() != null) {
                    children.addAll(breaker.getOnFallback().getOutputs());
                }
            }
            default -> children.addAll(node.getOutputs());
        }
        return children;
    }

    private @Nullable RouteDefinition target(SendDefinition<?> send) {
        String uri = address(send.getEndpointUri());
        if (uri.startsWith("kamelet:") && uri.indexOf('/') > 0) {
            return model.getRouteDefinition(uri.substring(uri.indexOf('/') + 1));
        }
        return uri.isEmpty()
                ? null
                : model.getRouteDefinitions().stream()
                        .filter(route -> uri.equals(address(route.getEndpointUrl())))
                        .findFirst()
                        .orElse(null);
    }

    /** Return the URI of an endpoint of this process without its options, in one spelling; empty for any other. */
    private String address(@Nullable String uri) {
        if (uri == null || !(uri.startsWith("direct:") || uri.startsWith("kamelet:"))) {
            return "";
        }
        int options = uri.indexOf('?');
        String bare = options < 0 ? uri : uri.substring(0, options);
        return (bare.contains("{{") ? context.resolvePropertyPlaceholders(bare) : bare).replace("://", ":");
    }
}
