// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.provider;

import com.avvyland.worker.task.FailureCode;
import com.avvyland.worker.task.Task;
import com.avvyland.worker.task.TaskFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.apache.camel.AsyncCallback;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.Endpoint;
import org.apache.camel.EndpointAware;
import org.apache.camel.Exchange;
import org.apache.camel.Navigate;
import org.apache.camel.processor.loadbalancer.LoadBalancerSupport;
import org.apache.camel.support.ExchangeHelper;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the lines of one capability's route, one after the other, until one delivers: the load balancer of
 * {@code routes/providers.camel.yaml}. It is the only loop of retries over providers.
 *
 * <p>Camel's own failover balancer has one order for all tasks; here a task may name its providers, and whoever was paid
 * already comes first. Every line works on a copy of the exchange; the body of the one that delivers becomes the body,
 * and the rows of all are the variable {@code providerAttempts}.
 */
public final class ProviderFailover extends LoadBalancerSupport {

    /** The variable that holds a {@code List<ProviderAttempt>}. */
    public static final String ATTEMPTS = "providerAttempts";

    private static final Logger LOG = LoggerFactory.getLogger(ProviderFailover.class);

    private final Capability capability;
    private final ProviderParts parts;
    private final List<String> configured;
    private final Duration patience;

    /**
     * Create the balancer of one capability.
     *
     * @param configured names in the configured order; empty for the route's
     * @param patience how long a provider that says "later" is waited for, in all
     */
    public ProviderFailover(Capability capability, ProviderParts parts, List<String> configured, Duration patience) {
        this.capability = capability;
        this.parts = parts;
        this.configured = List.copyOf(configured);
        this.patience = patience;
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        List<ProviderAttempt> rows = new ArrayList<>();
        exchange.setVariable(ATTEMPTS, rows);
        try {
            exchange.getMessage().setBody(deliver(exchange, rows));
        } catch (Exception e) {
            exchange.setException(e);
        }
        callback.done(true);
        return true;
    }

    private Object deliver(Exchange exchange, List<ProviderAttempt> rows) throws Exception {
        ProviderRequest request = exchange.getMessage().getBody(ProviderRequest.class);
        if (request == null || request.capability() != capability) {
            throw new IllegalArgumentException("body: another request (expected: %s)".formatted(capability));
        }
        Map<Provider, AsyncProcessor> lines = lines();
        Task task = exchange.getVariable("task", Task.class);
        List<Provider> order = ProviderOrder.of(
                lines.keySet().stream().filter(parts.accounts()::configured).toList(),
                configured,
                task == null ? List.of() : task.priorityProviders(),
                parts.purchases().find(request.work()),
                request instanceof ProviderRequest.Vision vision ? vision.notBy() : null,
                provider -> model(exchange, provider));
        Duration left = patience;
        for (Provider provider : order) {
            while (true) {
                Exchange copy = ExchangeHelper.createCopy(exchange, true);
                ProviderException failure = ask(provider, lines, copy, rows);
                if (failure == null) {
                    return copy.getMessage().getBody();
                }
                switch (failure.fault().remedy()) {
                    case HOLD -> {
                        // A reading is bought from the next one instead: it costs next to nothing.
                        if (!capability.reading()) {
                            throw new TaskFailure(FailureCode.PROVIDER_UNAVAILABLE, told(rows), failure);
                        }
                    }
                    case STOP -> throw new TaskFailure(FailureCode.RESTRICTED_CONTENT, told(rows), failure);
                    default -> {}
                }
                Duration wait = failure.fault().remedy() == Remedy.LATER ? wait(failure) : null;
                if (wait == null || wait.compareTo(left) > 0) {
                    break;
                }
                left = left.minus(wait);
                parts.pause().await(wait);
            }
        }
        boolean input = rows.stream().anyMatch(row -> row.fault() == Fault.INVALID_INPUT)
                && rows.stream().allMatch(row -> row.fault() == Fault.INVALID_INPUT || unasked(row));
        throw new TaskFailure(
                input ? FailureCode.PROVIDER_REJECTED : FailureCode.PROVIDER_UNAVAILABLE,
                rows.isEmpty() ? capability.wireName() + ": no provider (expected: one with a key)" : told(rows));
    }

    private @Nullable ProviderException ask(
            Provider provider, Map<Provider, AsyncProcessor> lines, Exchange copy, List<ProviderAttempt> rows)
            throws Exception {
        long start = parts.clock().millis();
        AsyncProcessor line = lines.get(provider);
        if (line == null) {
            throw new IllegalStateException("line of %s: none (expected: one)".formatted(provider));
        }
        stopped(null);
        line.process(copy);
        Exception failure = copy.getException();
        if (failure != null) {
            stopped(failure);
        }
        Attempt attempt = copy.getVariable(Station.ATTEMPT, Attempt.class);
        if (failure != null && !(failure instanceof ProviderException)) {
            throw failure;
        }
        ProviderException known = (ProviderException) failure;
        ProviderResult result = copy.getMessage().getBody() instanceof ProviderResult delivered ? delivered : null;
        ProviderAttempt row = new ProviderAttempt(
                provider.wireName(),
                attempt == null ? null : attempt.model,
                known == null ? null : known.fault(),
                known == null ? null : known.getMessage(),
                start,
                parts.clock().millis() - start,
                cost(attempt, result, known));
        rows.add(row);
        log(row);
        return known;
    }

    /**
     * Ask nobody for a task that is being stopped. An interrupted call fails in many ways, most of which look like a
     * provider's: the socket is closed under it, or the pool gives no connection.
     */
    private static void stopped(@Nullable Exception failure) throws InterruptedException {
        if (Thread.currentThread().isInterrupted() || failure instanceof CancellationException) {
            InterruptedException stop = new InterruptedException("providers: stopped (expected: to go on)");
            stop.initCause(failure);
            throw stop;
        }
    }

    /** One line an attempt: who, with what, how long, for how much, and how it ended. */
    private void log(ProviderAttempt row) {
        String usd = String.format(Locale.ROOT, "%.4f", row.costMicroUsd() / 1e6);
        if (row.fault() == null) {
            LOG.info(
                    "{} by {}/{}: {} ms, {} USD",
                    capability.wireName(),
                    row.provider(),
                    row.model(),
                    row.durationMs(),
                    usd);
        } else if (!unasked(row)) {
            LOG.warn(
                    "{} by {}/{}: {} ms, {} USD, {}: {}",
                    capability.wireName(),
                    row.provider(),
                    row.model(),
                    row.durationMs(),
                    usd,
                    row.fault(),
                    row.error());
        }
    }

    private static long cost(
            @Nullable Attempt attempt, @Nullable ProviderResult result, @Nullable ProviderException known) {
        if (known == null && result != null) {
            // What was found in the journal has its cost in an earlier row.
            boolean found = attempt == null || attempt.leave == null && attempt.polls == 0;
            return found ? 0 : result.costMicroUsd();
        }
        return attempt != null && attempt.leave != null && known != null && Leave.paid(known.fault())
                ? attempt.priceMicroUsd
                : 0;
    }

    /** Return the wait before the same provider is asked again: what it says, else 30 s, the time of a slot to be freed. */
    private static Duration wait(ProviderException failure) {
        Duration asked = failure.retryAfter();
        return asked == null ? Duration.ofSeconds(30) : asked;
    }

    private static boolean unasked(ProviderAttempt row) {
        return row.fault() != null && row.fault().unasked();
    }

    /** Say in one line how each provider failed. */
    private static String told(List<ProviderAttempt> rows) {
        List<String> parts = new ArrayList<>();
        for (ProviderAttempt row : rows) {
            if (row.fault() != null && (!unasked(row) || rows.size() <= 3)) {
                parts.add("%s: %s".formatted(row.provider(), row.error()));
            }
        }
        return parts.isEmpty() ? "every provider was passed over (expected: one that can)" : String.join("; ", parts);
    }

    private Map<Provider, AsyncProcessor> lines() {
        Map<Provider, AsyncProcessor> lines = new LinkedHashMap<>();
        for (AsyncProcessor processor : getProcessors()) {
            Provider provider = provider(processor);
            lines.putIfAbsent(provider, processor);
        }
        return lines;
    }

    /** Return the configured model of a provider's readings. */
    private static @Nullable String model(Exchange exchange, Provider provider) {
        return exchange.getContext()
                .getPropertiesComponent()
                .resolveProperty("worker.providers.%s.vision_model".formatted(provider.wireName()))
                .orElse(null);
    }

    /** Read whose line it is from the name of its Kamelet: {@code kamelet:<provider>-<capability>-action}. */
    private static Provider provider(Object processor) {
        String uri = endpoint(processor, 0);
        String name = uri == null ? "" : uri.replaceFirst("^kamelet:/*", "");
        int dash = name.indexOf('-');
        return Provider.of(dash < 0 ? name : name.substring(0, dash))
                .orElseThrow(() -> new IllegalArgumentException(
                        "line: %s (expected: kamelet:<provider>-<capability>-action)".formatted(uri)));
    }

    private static @Nullable String endpoint(@Nullable Object processor, int depth) {
        if (processor instanceof EndpointAware aware && aware.getEndpoint() != null) {
            Endpoint endpoint = aware.getEndpoint();
            return endpoint.getEndpointUri();
        }
        if (processor instanceof Navigate<?> way && way.hasNext() && depth < 8) {
            for (Object next : way.next()) {
                String found = endpoint(next, depth + 1);
                if (found != null) {
                    return found;
                }
            }
        }
        return null;
    }
}
