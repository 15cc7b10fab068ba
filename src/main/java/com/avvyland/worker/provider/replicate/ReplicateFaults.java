// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.provider.replicate;

import com.avvyland.worker.provider.Fault;
import com.avvyland.worker.provider.HttpAnswer;
import com.avvyland.worker.provider.HttpFaults;
import com.avvyland.worker.provider.Json;
import com.avvyland.worker.provider.ProviderException;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Classifies Replicate's {@code detail}, and the free text in which its models fail. */
final class ReplicateFaults {

    /** "Your rate limit resets in ~30s.": there is no Retry-After with it. */
    private static final Pattern RESETS = Pattern.compile("resets in ~?([0-9]{1,5})\\s*s");

    /** There is no code for it: "NSFW content detected", "(E005) ... flagged as sensitive", "content moderation". */
    private static final List<String> REFUSALS =
            List.of("nsfw", "sensitive", "safety", "(e005)", "content moderation", "prohibited content");

    private ReplicateFaults() {}

    static @Nullable ProviderException of(HttpAnswer answer) {
        if (answer.ok()) {
            return null;
        }
        JsonNode root = Json.read(answer.body());
        String detail = root.path("detail").asText("");
        if (answer.status() == 422 && root.path("title").asText("").startsWith("Invalid version")) {
            return HttpFaults.of(Fault.CONFIG, answer, detail);
        }
        ProviderException fault = HttpFaults.of(answer, detail);
        Matcher resets = RESETS.matcher(detail);
        if (fault != null && fault.fault() == Fault.RATE_LIMITED && fault.retryAfter() == null && resets.find()) {
            Duration wait = Duration.ofSeconds(Long.parseLong(resets.group(1)));
            return new ProviderException(Fault.RATE_LIMITED, String.valueOf(fault.getMessage()), wait, null);
        }
        return fault;
    }

    /** Classify the answer to a question: what is not found there is the prediction, not the model. */
    static @Nullable ProviderException ofQuestion(HttpAnswer answer) {
        return answer.status() == 404
                ? HttpFaults.of(
                        Fault.JOB_LOST,
                        answer,
                        Json.read(answer.body()).path("detail").asText(""))
                : of(answer);
    }

    /** Classify the {@code error} of a prediction that failed: text, as a rule. */
    static ProviderException ofModel(JsonNode error) {
        String text = error.isTextual() ? error.asText() : error.toString();
        String lower = text.toLowerCase(Locale.ROOT);
        boolean refused = REFUSALS.stream().anyMatch(lower::contains);
        // A model may quote its input, and the input is a data URI here.
        String words = text.replaceAll("data:\\S*", "data:...");
        return new ProviderException(refused ? Fault.SAFETY_REFUSAL : Fault.JOB_FAILED, "prediction failed: " + words);
    }
}
