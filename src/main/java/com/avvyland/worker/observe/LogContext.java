// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.observe;

import com.avvyland.worker.asynq.AsynqConstants;
import org.apache.camel.Exchange;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.spi.CamelEvent.ExchangeCreatedEvent;
import org.apache.camel.support.EventNotifierSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Keeps in the logging context of a task's thread which task and which step it is at: {@code task} and {@code step} of a
 * log line. Stateless.
 *
 * <p>They stay when the exchange is over, as the task is settled after that; the thread ends then, or gets another task.
 */
public final class LogContext extends EventNotifierSupport implements StepListener {

    /** Key of the asynq task id. */
    public static final String TASK = "task";

    /** Key of the innermost step's id. */
    public static final String STEP = "step";

    /** Key of the W3C trace id; there while tracing is on. */
    public static final String TRACE = "trace_id";

    /** Key of the id of the span that is current; there while tracing is on. */
    public static final String SPAN = "span_id";

    private static final String OUTER = "AvvyOuterStep/";

    public LogContext() {
        setIgnoreCamelContextEvents(true);
        setIgnoreCamelContextInitEvents(true);
        setIgnoreRouteEvents(true);
        setIgnoreServiceEvents(true);
        setIgnoreStepEvents(true);
        setIgnoreExchangeCompletedEvent(true);
        setIgnoreExchangeFailedEvents(true);
        setIgnoreExchangeRedeliveryEvents(true);
        setIgnoreExchangeSendingEvents(true);
        setIgnoreExchangeSentEvents(true);
        setIgnoreExchangeAsyncProcessingStartedEvents(true);
    }

    @Override
    public boolean isEnabled(CamelEvent event) {
        return event instanceof ExchangeCreatedEvent;
    }

    @Override
    public void notify(CamelEvent event) {
        if (event instanceof ExchangeCreatedEvent created) {
            String task = created.getExchange().getIn().getHeader(AsynqConstants.TASK_ID, String.class);
            if (task != null && !task.equals(MDC.get(TASK))) {
                MDC.remove(STEP);
                MDC.remove(TRACE);
                MDC.remove(SPAN);
                MDC.put(TASK, task);
            }
        }
    }

    @Override
    public void began(Exchange exchange, String step) {
        exchange.setProperty(OUTER + step, MDC.get(STEP));
        MDC.put(STEP, step);
    }

    @Override
    public void ended(Exchange exchange, StepTime time) {
        put(STEP, (String) exchange.removeProperty(OUTER + time.step()));
    }

    /** Set a key, or take it away. */
    public static void put(String key, @Nullable String value) {
        if (value == null) {
            MDC.remove(key);
        } else {
            MDC.put(key, value);
        }
    }
}
