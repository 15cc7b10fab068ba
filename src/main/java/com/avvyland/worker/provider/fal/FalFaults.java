// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.provider.fal;

import com.avvyland.worker.provider.Fault;
import com.avvyland.worker.provider.HttpAnswer;
import com.avvyland.worker.provider.HttpFaults;
import com.avvyland.worker.provider.Json;
import com.avvyland.worker.provider.ProviderException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Classifies FAL's {@code detail}: a list of failed checks, each with a type, or plain words. Of a list only types and
 * places are told: its {@code msg} and {@code input} repeat what was sent.
 */
final class FalFaults {

    private FalFaults() {}

    /** Classify the answer to a submission. */
    static @Nullable ProviderException of(HttpAnswer answer) {
        if (answer.ok()) {
            return null;
        }
        JsonNode root = Json.read(answer.body());
        String words = words(root);
        String lower = words.toLowerCase(Locale.ROOT);
        if (typed(root, "content_policy_violation")) {
            return HttpFaults.of(Fault.SAFETY_REFUSAL, answer, words);
        }
        if (typed(root, "no_media_generated")) {
            return HttpFaults.of(Fault.EMPTY_RESULT, answer, words);
        }
        boolean money = lower.contains("balance") || lower.contains("locked");
        if (answer.status() == 402 || answer.status() == 403 && money) {
            return HttpFaults.of(Fault.QUOTA_OR_CREDITS, answer, words);
        }
        if (answer.status() == 429 && lower.contains("concurrent")) {
            return HttpFaults.of(Fault.CONCURRENCY_FULL, answer, words);
        }
        return HttpFaults.of(answer, words);
    }

    /** Classify the answer to a question: what is not found there is the request. */
    static @Nullable ProviderException ofQuestion(HttpAnswer answer) {
        return answer.status() == 404 || answer.status() == 410
                ? HttpFaults.of(Fault.JOB_LOST, answer, words(Json.read(answer.body())))
                : of(answer);
    }

    /**
     * Classify the answer to the call for a result. FAL keeps an error as it keeps a result, so that asking again gets
     * the same one: a server's error in FAL's form is the job's end, one without it is a gateway's and passes.
     */
    static @Nullable ProviderException ofResult(HttpAnswer answer) {
        JsonNode root = Json.read(answer.body());
        String words = words(root);
        if (answer.status() == 202 || answer.status() == 400 && words.contains("in progress")) {
            return HttpFaults.of(Fault.TRANSIENT, answer, "not there yet");
        }
        ProviderException known = of(answer);
        if (known == null) {
            return null;
        }
        return switch (known.fault()) {
            case CONFIG ->
                HttpFaults.of(answer.status() == 499 ? Fault.JOB_FAILED : Fault.RESULT_EXPIRED, answer, words);
            case OVERLOADED, TRANSIENT, AMBIGUOUS_SUBMIT ->
                root.has("detail") || root.has("error_type") ? HttpFaults.of(Fault.JOB_FAILED, answer, words) : known;
            // "X-Fal-Retryable: true" says that the input was not the reason.
            case INVALID_INPUT ->
                "true".equals(answer.header("x-fal-retryable")) || downstream(root)
                        ? HttpFaults.of(Fault.JOB_FAILED, answer, words)
                        : known;
            default -> known;
        };
    }

    /** The partner behind the endpoint failed; FAL answers 400. */
    private static boolean downstream(JsonNode root) {
        return typed(root, "downstream_service_error") || typed(root, "downstream_service_unavailable");
    }

    private static boolean typed(JsonNode root, String type) {
        if (root.path("error_type").asText("").equals(type)) {
            return true;
        }
        for (JsonNode check : root.path("detail")) {
            if (check.path("type").asText("").equals(type)) {
                return true;
            }
        }
        return false;
    }

    private static String words(JsonNode root) {
        JsonNode detail = root.path("detail");
        StringBuilder words = new StringBuilder(name(root.path("error_type").asText("")));
        if (detail.isTextual()) {
            // Words may quote an input, and an input is a data URI here.
            words.append(' ').append(detail.asText().replaceAll("data:\\S*", "data:..."));
        }
        if (detail.isArray() && !detail.isEmpty()) {
            JsonNode first = detail.get(0);
            words.append(' ').append(name(first.path("type").asText("")));
            first.path("loc").forEach(step -> words.append(' ').append(name(step.asText(""))));
        }
        return words.toString().strip();
    }

    private static String name(String text) {
        return text.matches("[A-Za-z0-9_.]{1,64}") ? text : "";
    }
}
