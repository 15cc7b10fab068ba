// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.observe;

import com.avvyland.worker.asynq.AsynqConstants;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Exchange;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.spi.CamelEvent.StepCompletedEvent;
import org.apache.camel.spi.CamelEvent.StepEvent;
import org.apache.camel.spi.CamelEvent.StepFailedEvent;
import org.apache.camel.spi.CamelEvent.StepStartedEvent;
import org.apache.camel.support.EventNotifierSupport;

/**
 * Measures every {@code step} of every route, from Camel's own events, and tells listeners. Thread-safe.
 *
 * <p>The listeners are told of a beginning in their order and of an end in the opposite one: what a first one puts around a
 * step is there as long as the others look at it.
 */
public final class StepTimer extends EventNotifierSupport {

    private final Map<String, Long> started = new ConcurrentHashMap<>();
    private final List<StepListener> listeners;

    public StepTimer(List<StepListener> listeners) {
        this.listeners = List.copyOf(listeners);
        setIgnoreCamelContextEvents(true);
        setIgnoreCamelContextInitEvents(true);
        setIgnoreRouteEvents(true);
        setIgnoreServiceEvents(true);
        setIgnoreExchangeEvents(true);
        setIgnoreStepEvents(false);
    }

    @Override
    public boolean isEnabled(CamelEvent event) {
        return event instanceof StepEvent;
    }

    @Override
    public void notify(CamelEvent event) {
        switch (event) {
            case StepStartedEvent begin -> {
                started.put(key(begin), System.nanoTime());
                listeners.forEach(listener -> listener.began(begin.getExchange(), begin.getStepId()));
            }
            case StepCompletedEvent end -> tell(end, false);
            case StepFailedEvent end -> tell(end, true);
            default -> {}
        }
    }

    private void tell(StepEvent end, boolean failed) {
        Long since = started.remove(key(end));
        if (since == null) {
            return;
        }
        Exchange exchange = end.getExchange();
        String taskId = exchange.getIn().getHeader(AsynqConstants.TASK_ID, exchange.getExchangeId(), String.class);
        StepTime time = new StepTime(taskId, end.getStepId(), Duration.ofNanos(System.nanoTime() - since), failed);
        listeners.reversed().forEach(listener -> listener.ended(exchange, time));
    }

    private static String key(StepEvent event) {
        return event.getExchange().getExchangeId() + '/' + event.getStepId();
    }
}
