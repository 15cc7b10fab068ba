// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.provider;

import com.avvyland.worker.egress.Unsent;
import com.avvyland.worker.journal.Purchase;
import com.avvyland.worker.task.Bytes;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/**
 * Gives a Kamelet the steps that providers of all kinds have in common. Each method is one step; what it leaves for the
 * next is in the variable {@code attempt}. Safe for any thread.
 *
 * @param <R> what is asked
 */
abstract class Station<R extends ProviderRequest> {

    /** The variable that holds the {@link Attempt}. */
    static final String ATTEMPT = "attempt";

    private static final BigDecimal MICRO = BigDecimal.valueOf(1_000_000);

    final ProviderParts parts;
    private final ProviderApi api;
    private final Results results;

    Station(ProviderApi api, ProviderParts parts) {
        this.api = api;
        this.parts = parts;
        this.results = new Results(parts);
    }

    /** Begin: look into the journal, and ask the account for leave where something is to be bought. */
    final Attempt begin(Exchange exchange, String model, String priceUsd) {
        ProviderRequest request = exchange.getMessage().getBody(ProviderRequest.class);
        if (request == null || request.capability() != api.capability()) {
            throw new IllegalArgumentException("body: another request (expected: %s)".formatted(api.capability()));
        }
        long price = cost(request, model, new BigDecimal(priceUsd.strip()))
                .multiply(MICRO)
                .longValueExact();
        Attempt attempt = new Attempt(api, request, model, price, parts.clock().instant());
        exchange.setVariable(ATTEMPT, attempt);
        resume(attempt, parts.purchases().find(attempt.work).get(attempt.offer()));
        if (attempt.step == Attempt.Step.SUBMIT) {
            parts.accounts().checkGate(attempt.offer());
            attempt.leave = parts.accounts().ask(api.provider(), TaskKey.of(exchange), price);
        }
        return attempt;
    }

    /** Return what one purchase costs in US dollars, from the Kamelet's price. */
    BigDecimal cost(ProviderRequest request, String model, BigDecimal price) {
        return price;
    }

    private void resume(Attempt attempt, @Nullable Purchase earlier) {
        if (earlier == null) {
            return;
        }
        attempt.purchase = earlier;
        switch (earlier.state()) {
            case INTENDED -> {
                if (!api.capability().reading()) {
                    throw new ProviderException(
                            Fault.AMBIGUOUS_SUBMIT,
                            "avvy:purchase:%s %s: an earlier try may have paid (expected: to know; docs/providers.md, unknown outcome)"
                                    .formatted(attempt.work, attempt.offer()));
                }
                attempt.purchase = null;
                parts.purchases().forget(attempt.work, attempt.offer());
            }
            case SUBMITTED -> attempt.step = Attempt.Step.POLL;
            case DONE -> {
                attempt.result = results.find(earlier);
                attempt.step = attempt.result != null
                        ? Attempt.Step.DONE
                        : earlier.jobId() != null ? Attempt.Step.POLL : Attempt.Step.SUBMIT;
                if (attempt.step == Attempt.Step.SUBMIT) {
                    parts.purchases().forget(attempt.work, attempt.offer());
                }
            }
            case REFUSED -> throw new ProviderException(Fault.SAFETY_REFUSAL, String.valueOf(earlier.note()));
        }
    }

    /** Mark the purchase in the journal: the very next step sends it. */
    public final void send(Exchange exchange) {
        Attempt attempt = attempt(exchange);
        Purchase intent = Purchase.intended(parts.clock().millis(), attempt.priceMicroUsd);
        if (!parts.purchases().intend(attempt.work, attempt.offer(), intent)) {
            throw new ProviderException(
                    Fault.AMBIGUOUS_SUBMIT, "another worker is buying the same (expected: its result, later)");
        }
        attempt.purchase = intent;
    }

    /** Read the answer; throw what the circuit breaker has to count, and nothing else. */
    public final void outage(Exchange exchange) {
        Attempt attempt = attempt(exchange);
        attempt.answer = read(exchange.getMessage());
        ProviderException fault = fault(attempt.answer);
        if (fault != null && fault.fault().outage()) {
            throw fault;
        }
    }

    /** End well: bring in what is elsewhere, check it, keep it, and return it as the body. */
    public final ProviderResult result(Exchange exchange) throws IOException, InterruptedException {
        Attempt attempt = attempt(exchange);
        if (attempt.result == null) {
            attempt.result = results.take(api.provider(), attempt);
            attempt.step = Attempt.Step.DONE;
        }
        if (attempt.leave != null) {
            attempt.leave.spent(attempt.result.costMicroUsd());
        }
        return attempt.result;
    }

    /** End badly: say in the journal and to the account what that means, and throw the failure, classified. */
    public final void failed(Exchange exchange) throws Exception {
        Exception caught = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        Attempt attempt = exchange.getVariable(ATTEMPT, Attempt.class);
        Exception failure = Failures.classified(caught, attempt);
        if (attempt != null) {
            Failures.settle(failure, attempt, parts);
        }
        if (attempt != null
                && failure instanceof ProviderException known
                && known.fault().shuts()) {
            parts.accounts().shut(api.provider(), attempt.offer(), known);
        }
        throw failure;
    }

    static Attempt attempt(Exchange exchange) {
        Attempt attempt = exchange.getVariable(ATTEMPT, Attempt.class);
        if (attempt == null) {
            throw new IllegalStateException("variable attempt: absent (expected: the step open before this one)");
        }
        return attempt;
    }

    /** Return the answer that was read, or throw what is wrong with it. */
    final HttpAnswer accepted(Attempt attempt) {
        HttpAnswer answer = attempt.answer;
        if (answer == null) {
            throw new IllegalStateException("answer: none (expected: the step outage before this one)");
        }
        ProviderException fault = fault(answer);
        if (fault != null) {
            throw fault;
        }
        return answer;
    }

    /** Classify an answer to the call that buys. */
    @Nullable
    ProviderException fault(HttpAnswer answer) {
        return api.fault(answer);
    }

    /** Make the message the request: nothing of the task steers camel-http. */
    static void write(HttpCall call, Message message) {
        Map<String, Object> headers = message.getHeaders();
        headers.keySet().retainAll(TaskKey.KEPT);
        int query = call.path().indexOf('?');
        headers.put(Exchange.HTTP_METHOD, call.method());
        if (!call.path().isEmpty()) {
            headers.put(
                    Exchange.HTTP_PATH, query < 0 ? call.path() : call.path().substring(0, query));
        }
        if (query >= 0) {
            headers.put(Exchange.HTTP_QUERY, call.path().substring(query + 1));
        }
        headers.putAll(call.headers());
        Bytes body = call.body();
        message.setBody(body == null ? null : body.toByteArray());
    }

    static HttpAnswer read(Message message) {
        Map<String, String> headers = new HashMap<>();
        message.getHeaders().forEach((name, value) -> {
            if (value instanceof String text && !name.startsWith("Camel")) {
                headers.put(name, text);
            }
        });
        Integer status = message.getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class);
        byte[] body = message.getBody(byte[].class);
        return new HttpAnswer(status == null ? 0 : status, headers, body == null ? Bytes.EMPTY : Bytes.of(body));
    }

    /** Tell whether a failure says that the request cannot have reached anybody. */
    static boolean unsent(Throwable failure) {
        return Unsent.is(failure);
    }
}
