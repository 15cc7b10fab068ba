// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.provider.kie;

import com.avvyland.worker.provider.Fault;
import com.avvyland.worker.provider.HttpAnswer;
import com.avvyland.worker.provider.HttpFaults;
import com.avvyland.worker.provider.Json;
import com.avvyland.worker.provider.ProviderException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Classifies the envelope {@code {code, msg, data}} of KIE and its sister NanoBanana: a failure in it comes with HTTP 200.
 */
public final class KieFaults {

    /** Words of refusals: there is no code of their own for them. */
    private static final Pattern REFUSAL = Pattern.compile(
            "sensitive|polic(y|ies)|prohibited|nsfw|safety|moderat|inappropriate|violat|flagged",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern NO_MODEL =
            Pattern.compile("model.{0,40}not (supported|found|exist|available)", Pattern.CASE_INSENSITIVE);

    private KieFaults() {}

    /** Return the failure that an answer says, or null for the envelope of a success. */
    public static @Nullable ProviderException of(HttpAnswer answer) {
        JsonNode root = Json.read(answer.body());
        String words = words(root);
        int status = answer.status();
        int code = root.path("code").asInt(0);
        boolean gateway = status == 408 || status == 502 || status == 504;
        if (gateway || code == 0 && !answer.ok() || code == 200 && !answer.ok()) {
            return HttpFaults.of(answer, words);
        }
        if (code == 0) {
            return HttpFaults.of(Fault.AMBIGUOUS_SUBMIT, answer, "no envelope (expected: code, msg, data)");
        }
        return code == 200 ? null : HttpFaults.of(fault(code, words), answer, "code %d: %s".formatted(code, words));
    }

    /** Classify the end of a job that failed, by its own code and words. */
    public static ProviderException ofJob(String code, String words) {
        Fault fault = REFUSAL.matcher(words).find() ? Fault.SAFETY_REFUSAL : Fault.JOB_FAILED;
        String named = code.matches("[A-Za-z0-9_.-]{1,40}") ? code : "none";
        return new ProviderException(fault, "job failed: code %s: %s".formatted(named, words));
    }

    /** Tell whether an answer says that there is no record of a job, which soon after its creation means: not yet. */
    public static boolean unseen(HttpAnswer answer) {
        JsonNode root = Json.read(answer.body());
        int code = root.path("code").asInt(0);
        boolean none = root.path("data").isNull() || root.path("data").isMissingNode();
        return none && (answer.ok() && code == 200 || code == 422 && words(root).contains("recordInfo is null"));
    }

    /** The codes of docs.kie.ai; 433 is the spending limit of one key. */
    private static Fault fault(int code, String words) {
        return switch (code) {
            case 401, 403 -> Fault.AUTH;
            case 402, 433 -> Fault.QUOTA_OR_CREDITS;
            case 404, 405, 505 -> Fault.CONFIG;
            case 429 -> Fault.RATE_LIMITED;
            case 455, 503 -> Fault.OVERLOADED;
            case 502, 504 -> Fault.AMBIGUOUS_SUBMIT;
            case 400, 413, 415, 422 ->
                refusedOr(words, NO_MODEL.matcher(words).find() ? Fault.CONFIG : Fault.INVALID_INPUT);
            case 500 -> refusedOr(words, Fault.TRANSIENT);
            // 408 is KIE's word for a model behind it that made nothing in ten minutes.
            case 408, 501 -> refusedOr(words, Fault.JOB_FAILED);
            default -> refusedOr(words, code > 500 ? Fault.TRANSIENT : Fault.JOB_FAILED);
        };
    }

    private static Fault refusedOr(String words, Fault otherwise) {
        return REFUSAL.matcher(words).find() ? Fault.SAFETY_REFUSAL : otherwise;
    }

    /** Older parts of the API say {@code message}. */
    private static String words(JsonNode root) {
        return root.path("msg").asText(root.path("message").asText(""));
    }
}
