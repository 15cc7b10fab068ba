// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.provider.fal;

import com.avvyland.worker.provider.Download;
import com.avvyland.worker.provider.Fault;
import com.avvyland.worker.provider.HttpAnswer;
import com.avvyland.worker.provider.HttpCall;
import com.avvyland.worker.provider.JobApi;
import com.avvyland.worker.provider.JobStatus;
import com.avvyland.worker.provider.Json;
import com.avvyland.worker.provider.Provider;
import com.avvyland.worker.provider.ProviderException;
import com.avvyland.worker.provider.ProviderRequest;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Maps what all endpoints of FAL's queue have in common: submission, question, result, cancellation.
 *
 * @param <R> what is asked
 */
abstract class FalQueue<R extends ProviderRequest> implements JobApi<R> {

    /** In seconds: a request whose worker died does not begin later than half an hour after it. */
    private static final String LATEST_START = "1800";

    /** Return the endpoint of a model, or of what the line always calls. */
    String endpoint(String model) {
        return model;
    }

    /** Return the submission; retries are the worker's alone, never FAL's as well. */
    final HttpCall submission(String endpoint, ObjectNode input) {
        return HttpCall.post("/" + endpoint, Json.bytes(input))
                .with("x-fal-no-retry", "1")
                .with("x-fal-request-timeout", LATEST_START);
    }

    @Override
    public final Provider provider() {
        return Provider.FAL;
    }

    @Override
    public final @Nullable ProviderException fault(HttpAnswer answer) {
        return FalFaults.of(answer);
    }

    @Override
    public final @Nullable ProviderException jobFault(HttpAnswer answer, boolean ready) {
        return ready ? FalFaults.ofResult(answer) : FalFaults.ofQuestion(answer);
    }

    @Override
    public final String accepted(HttpAnswer answer, String model) {
        return FalReceipt.of(Json.read(answer.body()), endpoint(model)).job();
    }

    @Override
    public final HttpCall poll(String job) {
        return HttpCall.get(FalReceipt.ofJob(job).status());
    }

    /** Completed is not done: whether it went well is in the answer to the call for the result. */
    @Override
    public final JobStatus status(String job, HttpAnswer answer) {
        return switch (Json.read(answer.body()).path("status").asText("")) {
            case "COMPLETED" ->
                new JobStatus.Ready(HttpCall.get(FalReceipt.ofJob(job).result()));
            case "CANCELLED" ->
                throw new ProviderException(Fault.JOB_FAILED, "request cancelled (expected: completed)");
            case "IN_QUEUE" -> new JobStatus.Queued();
            // What cannot be read may well run: it is not cancelled as one that waits.
            default -> new JobStatus.Running();
        };
    }

    @Override
    public final Optional<HttpCall> cancel(String job) {
        return Optional.of(new HttpCall("PUT", FalReceipt.ofJob(job).cancel(), Map.of(), null));
    }

    /** Return where a file of a result lies; null where there is none. */
    static @Nullable Download file(String type, JsonNode file) {
        String url = file.path("url").asText("");
        if (url.isEmpty()) {
            return null;
        }
        try {
            return new Download(type, URI.create(url));
        } catch (IllegalArgumentException e) {
            throw new ProviderException(Fault.EMPTY_RESULT, "result: no URL (expected: a URL)", e);
        }
    }
}
