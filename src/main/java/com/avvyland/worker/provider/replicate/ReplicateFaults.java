// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.provider.replicate;

import com.avvyland.worker.provider.Fault;
import com.avvyland.worker.provider.HttpAnswer;
import com.avvyland.worker.provider.HttpFaults;
import com.avvyland.worker.provider.Json;
import com.avvyland.worker.provider.ProviderException;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Classifies Replicate's {@code detail}, and the free text in which its models fail. */
final class ReplicateFaults {

    /** "Your rate limit resets in ~30s.": there is no Retry-After with it. */
    private static final Pattern RESETS = Pattern.compile("resets in ~?([0-9]{1,5})\\s*s");

    private ReplicateFaults() {}

    static @Nullable ProviderException of(HttpAnswer answer) {
        if (answer.ok()) {
            return null;
        }
        String detail = Json.read(answer.body()).path("detail").asText("");
        ProviderException fault = HttpFaults.of(answer, detail);
        Matcher resets = RESETS.matcher(detail);
        if (fault != null && fault.fault() == Fault.RATE_LIMITED && fault.retryAfter() == null && resets.find()) {
            Duration wait = Duration.ofSeconds(Long.parseLong(resets.group(1)));
            return new ProviderException(Fault.RATE_LIMITED, String.valueOf(fault.getMessage()), wait, null);
        }
        return fault;
    }

    /** Classify the {@code error} of a prediction that failed. */
    static ProviderException ofModel(String error) {
        String lower = error.toLowerCase(Locale.ROOT);
        boolean refused = lower.contains("nsfw") || lower.contains("sensitive") || lower.contains("safety");
        return new ProviderException(refused ? Fault.SAFETY_REFUSAL : Fault.JOB_FAILED, "prediction failed: " + error);
    }
}
