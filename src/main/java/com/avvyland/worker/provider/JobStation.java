// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.provider;

import com.avvyland.worker.journal.Purchase;
import com.avvyland.worker.observe.Progress;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.util.TimeUtils;
import org.jspecify.annotations.Nullable;

/**
 * Gives a Kamelet the steps of a provider that works by jobs: {@code open}; to buy {@code upload} and {@code uploaded} for
 * each input, {@code submission}, {@code send}, the HTTP call, {@code outage}, {@code submitted}; then {@code poll}, the
 * HTTP call, {@code status} until done; {@code result}; {@code failed} wherever one of them throws.
 */
public final class JobStation<R extends ProviderRequest> extends Station<R> {

    /** Between two questions at the most. */
    private static final Duration LONGEST_INTERVAL = Duration.ofSeconds(15);

    private final JobApi<R> api;

    public JobStation(JobApi<R> api, ProviderParts parts) {
        super(api, parts);
        this.api = api;
    }

    /**
     * Begin with the Kamelet's properties.
     *
     * @param priceUsd of one job, or of what {@link JobApi#cost} counts, in US dollars
     * @param interval between two questions at first; it grows by half each time, to 15 s
     * @param queueTime how long it may wait for its turn
     * @param runTime how long it may take in all
     */
    public void open(
            Exchange exchange, String model, String priceUsd, String interval, String queueTime, String runTime) {
        Attempt attempt = begin(exchange, model, priceUsd);
        attempt.interval = duration(interval);
        attempt.queueTime = duration(queueTime);
        attempt.runTime = duration(runTime);
        if (attempt.step == Attempt.Step.SUBMIT) {
            attempt.toUpload = api.uploads(request(attempt), model);
        }
    }

    @Override
    @SuppressWarnings("unchecked")
    BigDecimal cost(ProviderRequest request, String model, BigDecimal price) {
        return api.cost((R) request, model, price);
    }

    /** Write the next upload into the message. */
    public void upload(Exchange exchange) {
        Attempt attempt = attempt(exchange);
        write(attempt.toUpload.get(attempt.uploads.size()), exchange.getMessage());
    }

    /** Take the answer to an upload; whatever is wrong with it, nothing was bought. */
    public void uploaded(Exchange exchange) {
        Attempt attempt = attempt(exchange);
        attempt.answer = read(exchange.getMessage());
        ProviderException fault = api.fault(attempt.answer);
        if (fault != null && fault.fault().remedy() == Remedy.HOLD) {
            throw new ProviderException(Fault.TRANSIENT, String.valueOf(fault.getMessage()), fault);
        }
        attempt.uploads.add(accepted(attempt));
    }

    /** Write the submission into the message. */
    public void submission(Exchange exchange) {
        Attempt attempt = attempt(exchange);
        write(api.submission(request(attempt), attempt.model, attempt.uploads), exchange.getMessage());
    }

    /** Write the receipt into the journal. */
    public void submitted(Exchange exchange) {
        Attempt attempt = attempt(exchange);
        String job = api.accepted(accepted(attempt), attempt.model);
        attempt.purchase = bought(attempt).submitted(job);
        parts.purchases().advance(attempt.work, attempt.offer(), attempt.purchase);
        attempt.step = Attempt.Step.POLL;
    }

    /** Wait, and write the next question into the message. */
    public void poll(Exchange exchange) throws InterruptedException {
        Attempt attempt = attempt(exchange);
        String job = attempt.job();
        if (job == null) {
            throw new IllegalStateException("job: none (expected: a receipt)");
        }
        if (attempt.fetch != null && !attempt.fetched) {
            attempt.fetched = true;
            write(attempt.fetch, exchange.getMessage());
            return;
        }
        Progress.detail(exchange, "waiting for " + api.provider().wireName());
        parts.pause().await(wait(attempt));
        Duration passed = passed(attempt);
        // A job that an earlier try left is asked for once, however old it is.
        if (attempt.polls++ > 0 && passed.compareTo(attempt.runTime) > 0) {
            throw new ProviderException(
                    Fault.DEADLINE, "job not done within %s (expected: sooner)".formatted(attempt.runTime));
        }
        if (attempt.fetch != null) {
            write(attempt.fetch, exchange.getMessage());
            return;
        }
        Optional<HttpCall> cancel = api.cancel(job);
        attempt.cancelling =
                attempt.queued && !attempt.started && passed.compareTo(attempt.queueTime) > 0 && cancel.isPresent();
        write(attempt.cancelling ? cancel.get() : api.poll(job), exchange.getMessage());
    }

    /** Take a question that was not answered: it is asked again. */
    public void unanswered(Exchange exchange) {
        exchange.getMessage().setHeader(Exchange.HTTP_RESPONSE_CODE, 0);
        exchange.getMessage().setBody(null);
    }

    /** Read how far it is. */
    public void status(Exchange exchange) {
        Attempt attempt = attempt(exchange);
        HttpAnswer answer = read(exchange.getMessage());
        attempt.answer = answer;
        if (attempt.cancelling) {
            cancelled(attempt, answer, api.fault(answer));
            return;
        }
        boolean fetching = attempt.fetch != null;
        ProviderException fault = answer.status() == 0 ? unread() : ofJob(answer, api.jobFault(answer, fetching));
        if (fault != null) {
            if (!passing(fault)) {
                throw fault;
            }
            return;
        }
        if (attempt.fetch != null) {
            done(attempt, api.fetched(answer));
            return;
        }
        switch (api.status(String.valueOf(attempt.job()), answer)) {
            case JobStatus.Unseen(Duration grace) -> unseen(attempt, grace);
            case JobStatus.Queued() -> attempt.queued = true;
            case JobStatus.Running() -> attempt.started = true;
            case JobStatus.Ready(HttpCall fetch) -> attempt.fetch = fetch;
            case JobStatus.Done(Content content) -> done(attempt, content);
        }
    }

    private void unseen(Attempt attempt, Duration grace) {
        if (passed(attempt).compareTo(grace) > 0) {
            throw new ProviderException(Fault.JOB_LOST, "job unknown after %s (expected: a record)".formatted(grace));
        }
    }

    private Duration passed(Attempt attempt) {
        return Duration.between(
                Instant.ofEpochMilli(bought(attempt).startedAt()), parts.clock().instant());
    }

    private static void done(Attempt attempt, Content content) {
        attempt.content = content;
        attempt.step = Attempt.Step.DONE;
    }

    /** A job that never began was ended: it costs nothing, and the next provider may have it. */
    private static void cancelled(Attempt attempt, HttpAnswer answer, @Nullable ProviderException refusal) {
        if (answer.ok() && refusal == null) {
            attempt.step = Attempt.Step.SUBMIT;
            throw new ProviderException(
                    Fault.OVERLOADED, "job queued for longer than %s, cancelled".formatted(attempt.queueTime));
        }
        attempt.started = true;
    }

    private Duration wait(Attempt attempt) {
        HttpAnswer last = attempt.answer;
        Duration asked = last == null ? null : last.retryAfter();
        double grown = attempt.interval.toMillis() * Math.pow(1.5, Math.min(attempt.polls, 20));
        Duration own = Duration.ofMillis((long) Math.min(grown, LONGEST_INTERVAL.toMillis()));
        return asked == null || asked.compareTo(own) < 0 ? own : asked;
    }

    private static boolean passing(ProviderException fault) {
        return switch (fault.fault()) {
            case RATE_LIMITED, CONCURRENCY_FULL, OVERLOADED, TRANSIENT, AMBIGUOUS_SUBMIT -> true;
            default -> false;
        };
    }

    /** A question names nothing but the job: "not found" is about that, and not about an endpoint. */
    private static @Nullable ProviderException ofJob(HttpAnswer answer, @Nullable ProviderException fault) {
        boolean gone = answer.status() == 404 || answer.status() == 410;
        return gone && fault != null && fault.fault() == Fault.CONFIG
                ? new ProviderException(Fault.JOB_LOST, "job not known: " + fault.getMessage(), fault)
                : fault;
    }

    private static ProviderException unread() {
        return new ProviderException(Fault.TRANSIENT, "no answer");
    }

    private static Purchase bought(Attempt attempt) {
        Purchase purchase = attempt.purchase;
        if (purchase == null) {
            throw new IllegalStateException("purchase: none (expected: the step send before this one)");
        }
        return purchase;
    }

    private static Duration duration(String text) {
        return Duration.ofMillis(TimeUtils.toMilliSeconds(text));
    }

    @SuppressWarnings("unchecked")
    private R request(Attempt attempt) {
        return (R) attempt.request;
    }
}
