// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.cli;

import com.avvyland.worker.config.Config;
import com.avvyland.worker.config.ConfigSource;
import com.avvyland.worker.observe.PlannedSteps;
import com.avvyland.worker.provider.Capability;
import com.avvyland.worker.provider.Provider;
import com.avvyland.worker.task.TaskType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.LoadBalanceDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.SendDefinition;
import org.apache.camel.spi.ContextServiceLoaderPluginResolver;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.service.ServiceSupport;
import org.jspecify.annotations.Nullable;

/**
 * Says what a task would pass by and whom it could ask, from {@code routes/} and {@code kamelets/} alone: nothing is started.
 *
 * @param steps in order
 * @param lines providers by what is bought of them, in the order in which they are asked
 */
record RunPlan(List<PlannedSteps.Step> steps, List<Line> lines) {

    /**
     * Holds one provider of one capability.
     *
     * @param configured whether it has a key; without one it is passed over
     * @param price US dollars as the Kamelet has them; empty where it has none
     * @param priced what the price is of, as the Kamelet says it
     */
    record Line(
            Capability capability, Provider provider, boolean configured, String model, String price, String priced) {}

    /**
     * Read the routes.
     *
     * @param routes the folder; {@code kamelets} lies beside it
     * @param environment in which the keys are looked for
     */
    static RunPlan of(TaskType type, Config config, Path routes, Map<String, String> environment) throws Exception {
        try (var context = new RoutesOnly()) {
            context.getPropertiesComponent().addPropertiesSource(new ConfigSource(config));
            load(context, routes);
            String entry = type == TaskType.MODEL_PREVIEW || type == TaskType.MODEL_OBJECT_PIPELINE
                    ? "intake"
                    : "intake-projection";
            PlannedSteps planned = PlannedSteps.of(context, entry, type.wireName());
            List<Line> lines = new ArrayList<>();
            for (Capability capability : order(type)) {
                if (planned.routes().contains(capability.wireName())) {
                    lines.addAll(lines(context, capability, config, routes, environment));
                }
            }
            return new RunPlan(planned.steps(), lines);
        }
    }

    /** Is a context without what it finds on the class path: the worker's own plugin would open Redis and browsers. */
    private static final class RoutesOnly extends DefaultCamelContext {

        private RoutesOnly() {
            super(false);
        }

        @Override
        protected ContextServiceLoaderPluginResolver createContextServiceLoaderPlugin() {
            return new NoPlugins();
        }
    }

    private static final class NoPlugins extends ServiceSupport implements ContextServiceLoaderPluginResolver {

        private @Nullable CamelContext context;

        @Override
        public void setCamelContext(CamelContext camelContext) {
            context = camelContext;
        }

        @Override
        @SuppressWarnings("NullAway") // Camel's interface is not null-marked
        public CamelContext getCamelContext() {
            return context;
        }
    }

    /** Tell whether somebody with a key could be asked for something. */
    boolean buys() {
        return lines.stream().anyMatch(Line::configured);
    }

    /** Return whoever lacks a key for what the task cannot be done without; empty when somebody has one. */
    List<Line> missing(TaskType type) {
        Capability needed = switch (type) {
            case MODEL_PROJECTION_STEP -> Capability.GENERATE_IMAGE;
            case MODEL_PROJECTION_MODEL -> Capability.GENERATE_MODEL;
            case MODEL_PREVIEW, MODEL_OBJECT_PIPELINE -> null;
        };
        List<Line> able =
                lines.stream().filter(line -> line.capability() == needed).toList();
        return able.stream().anyMatch(Line::configured) ? List.of() : able;
    }

    private static List<Capability> order(TaskType type) {
        return switch (type) {
            case MODEL_PREVIEW, MODEL_OBJECT_PIPELINE -> List.of(Capability.UNDERSTAND_IMAGE);
            case MODEL_PROJECTION_STEP ->
                List.of(Capability.REMOVE_BACKGROUND, Capability.GENERATE_IMAGE, Capability.SCORE_IMAGE);
            case MODEL_PROJECTION_MODEL -> List.of(Capability.GENERATE_MODEL, Capability.UNDERSTAND_IMAGE);
        };
    }

    private static void load(DefaultCamelContext context, Path routes) throws Exception {
        List<Resource> resources = new ArrayList<>();
        try (Stream<Path> files = Files.list(routes)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".camel.yaml"))
                    .sorted()
                    .toList()) {
                resources.add(PluginHelper.getResourceLoader(context).resolveResource("file:" + file.toAbsolutePath()));
            }
        }
        PluginHelper.getRoutesLoader(context).loadRoutes(resources);
    }

    private static List<Line> lines(
            DefaultCamelContext context,
            Capability capability,
            Config config,
            Path routes,
            Map<String, String> environment)
            throws IOException {
        List<Line> lines = new ArrayList<>();
        for (ProcessorDefinition<?> node :
                context.getRouteDefinition(capability.wireName()).getOutputs()) {
            if (node instanceof LoadBalanceDefinition balancer) {
                for (ProcessorDefinition<?> line : balancer.getOutputs()) {
                    String kamelet = line instanceof SendDefinition<?> send ? kamelet(send.getUri()) : "";
                    Provider provider =
                            Provider.of(kamelet.replaceFirst("-.*", "")).orElse(null);
                    if (provider != null) {
                        KameletFacts facts = KameletFacts.read(routes, kamelet);
                        lines.add(new Line(
                                capability,
                                provider,
                                ProviderVariables.configured(provider, environment),
                                context.resolvePropertyPlaceholders(facts.model()),
                                facts.price(),
                                facts.priced()));
                    }
                }
            }
        }
        return capability == Capability.UNDERSTAND_IMAGE
                ? chosen(lines, config.providers().understanding())
                : lines;
    }

    /** A configured list leaves out whom it does not name. */
    private static List<Line> chosen(List<Line> lines, List<String> names) {
        return names.isEmpty()
                ? lines
                : names.stream()
                        .map(name -> lines.stream()
                                .filter(line -> line.provider().wireName().equals(name))
                                .findFirst()
                                .orElse(null))
                        .filter(Objects::nonNull)
                        .toList();
    }

    private static String kamelet(String uri) {
        String name = uri.replaceFirst("^kamelet:/*", "");
        int slash = name.indexOf('/');
        return slash < 0 ? name : name.substring(0, slash);
    }
}
