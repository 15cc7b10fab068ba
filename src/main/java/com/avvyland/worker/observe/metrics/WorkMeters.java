// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.observe.metrics;

import com.avvyland.worker.callback.DeliveryDelayedException;
import com.avvyland.worker.callback.DeliveryRefusedException;
import com.avvyland.worker.journal.FinishedResult;
import com.avvyland.worker.observe.StepListener;
import com.avvyland.worker.observe.StepTime;
import com.avvyland.worker.provider.Capability;
import com.avvyland.worker.provider.ProviderAttempt;
import com.avvyland.worker.provider.ProviderFailover;
import com.avvyland.worker.task.FailureCode;
import com.avvyland.worker.task.TaskFailure;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.spi.CamelEvent.ExchangeSendingEvent;
import org.apache.camel.spi.CamelEvent.ExchangeSentEvent;
import org.apache.camel.support.EventNotifierSupport;
import org.jspecify.annotations.Nullable;

/**
 * Counts tasks, callbacks and provider calls by how they end, from what Camel says was sent where, and times steps.
 * Thread-safe.
 */
public final class WorkMeters extends EventNotifierSupport implements StepListener {

    private static final String ANSWERED = "bean://deliveryVerdict";
    private static final String COMPLETED = "bean://callbackBody";
    private static final String FAILED = "bean://failureReport";

    private static final Map<String, Capability> CAPABILITIES = Arrays.stream(Capability.values())
            .collect(Collectors.toMap(each -> "direct://" + each.wireName(), Function.identity()));

    /** Steps take from milliseconds (decoding) to minutes (a provider's job). */
    private static final Duration[] BUCKETS = {
        Duration.ofMillis(10),
        Duration.ofMillis(50),
        Duration.ofMillis(250),
        Duration.ofSeconds(1),
        Duration.ofSeconds(5),
        Duration.ofSeconds(15),
        Duration.ofSeconds(60),
        Duration.ofSeconds(300),
        Duration.ofSeconds(1800)
    };

    private final MeterRegistry registry;

    public WorkMeters(MeterRegistry registry) {
        this.registry = registry;
        setIgnoreCamelContextEvents(true);
        setIgnoreCamelContextInitEvents(true);
        setIgnoreRouteEvents(true);
        setIgnoreServiceEvents(true);
        setIgnoreStepEvents(true);
        setIgnoreExchangeCreatedEvent(true);
        setIgnoreExchangeCompletedEvent(true);
        setIgnoreExchangeFailedEvents(true);
        setIgnoreExchangeRedeliveryEvents(true);
        setIgnoreExchangeAsyncProcessingStartedEvents(true);
    }

    @Override
    public boolean isEnabled(CamelEvent event) {
        // Camel tells what was sent only to those who wanted to know that it would be.
        return event instanceof ExchangeSentEvent || event instanceof ExchangeSendingEvent;
    }

    @Override
    public void notify(CamelEvent event) {
        if (!(event instanceof ExchangeSentEvent sent)) {
            return;
        }
        String uri = sent.getEndpoint().getEndpointUri();
        int options = uri.indexOf('?');
        String target = options < 0 ? uri : uri.substring(0, options);
        Exchange exchange = sent.getExchange();
        switch (target) {
            case ANSWERED -> delivery(exchange.getException());
            case COMPLETED -> result(exchange, "completed");
            case FAILED -> result(exchange, code(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class)));
            default -> {
                Capability capability = CAPABILITIES.get(target);
                if (capability != null) {
                    calls(capability, exchange.getVariable(ProviderFailover.ATTEMPTS, List.class));
                }
            }
        }
    }

    @Override
    public void began(Exchange exchange, String step) {}

    @Override
    public void ended(Exchange exchange, StepTime time) {
        Timer.builder("avvy.step")
                .description("How long a step of a route took")
                .tag("step", time.step())
                .tag("outcome", time.failed() ? "failed" : "done")
                .serviceLevelObjectives(BUCKETS)
                .register(registry)
                .record(time.took());
    }

    /** A report that throws is no result: the task is tried again, or archived. */
    private void result(Exchange exchange, String outcome) {
        if (exchange.getException() == null && exchange.getMessage().getBody() instanceof FinishedResult result) {
            count("avvy.task.results", "Tasks with a final result", "type", result.taskType(), "outcome", outcome);
        }
    }

    private static String code(@Nullable Exception failure) {
        FailureCode code = failure instanceof TaskFailure known ? known.code() : FailureCode.INTERNAL;
        return code.wireName();
    }

    private void delivery(@Nullable Exception verdict) {
        String outcome = switch (verdict) {
            case null -> "delivered";
            case DeliveryDelayedException _ -> "delayed";
            case DeliveryRefusedException _ -> "refused";
            default -> "error";
        };
        count("avvy.callback.attempts", "POSTs of callbacks", "outcome", outcome);
    }

    private void count(String name, String description, String... tags) {
        Counter.builder(name)
                .description(description)
                .tags(tags)
                .register(registry)
                .increment();
    }

    private void calls(Capability capability, @Nullable List<?> rows) {
        if (rows == null) {
            return;
        }
        for (Object row : rows) {
            if (row instanceof ProviderAttempt attempt) {
                call(capability, attempt);
            }
        }
    }

    private void call(Capability capability, ProviderAttempt attempt) {
        String outcome =
                attempt.fault() == null ? "delivered" : attempt.fault().name().toLowerCase(Locale.ROOT);
        Timer.builder("avvy.provider.calls")
                .description("How long a provider took for a request, with the waits between its answers")
                .tag("provider", attempt.provider())
                .tag("capability", capability.wireName())
                .tag("outcome", outcome)
                .register(registry)
                .record(Duration.ofMillis(attempt.durationMs()));
        Counter.builder("avvy.provider.cost.dollars")
                .description("US dollars that were, or may have been, spent")
                .tag("provider", attempt.provider())
                .tag("capability", capability.wireName())
                .register(registry)
                .increment(attempt.costMicroUsd() / 1e6);
    }
}
