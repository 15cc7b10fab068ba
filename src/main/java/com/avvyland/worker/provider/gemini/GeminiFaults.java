// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.provider.gemini;

import com.avvyland.worker.provider.Fault;
import com.avvyland.worker.provider.HttpAnswer;
import com.avvyland.worker.provider.HttpFaults;
import com.avvyland.worker.provider.Json;
import com.avvyland.worker.provider.ProviderException;
import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Classifies Google's error object: {@code error.details} says more than {@code error.status}, and that more than HTTP. */
final class GeminiFaults {

    private static final String TYPE = "type.googleapis.com/google.rpc.";

    /** A protobuf duration as JSON; more than a day is not believed. */
    private static final Pattern SECONDS = Pattern.compile("([0-9]{1,5}(?:\\.[0-9]{1,9})?)s");

    private GeminiFaults() {}

    static @Nullable ProviderException of(HttpAnswer answer) {
        if (answer.ok()) {
            return null;
        }
        JsonNode root = Json.read(answer.body());
        JsonNode error = (root.isArray() ? root.path(0) : root).path("error");
        String words = error.path("message").asText("");
        ProviderException known = HttpFaults.of(fault(answer, error, words), answer, words);
        Duration wait = wait(error);
        return wait == null
                ? known
                : new ProviderException(known.fault(), String.valueOf(known.getMessage()), wait, null);
    }

    private static Fault fault(HttpAnswer answer, JsonNode error, String words) {
        if (answer.status() == 400 && refusesKey(error, words)) {
            return Fault.AUTH;
        }
        // Its word for a region that is not served, and for a project without billing.
        if (error.path("status").asText("").equals("FAILED_PRECONDITION")) {
            return Fault.CONFIG;
        }
        if (answer.status() == 429 && isUsedUp(error)) {
            return Fault.QUOTA_OR_CREDITS;
        }
        ProviderException byStatus = HttpFaults.of(answer, words);
        return byStatus == null ? Fault.TRANSIENT : byStatus.fault();
    }

    /** A refused key is a 400, not a 401. */
    private static boolean refusesKey(JsonNode error, String words) {
        for (JsonNode detail : error.path("details")) {
            if (detail.path("reason").asText("").equals("API_KEY_INVALID")) {
                return true;
            }
        }
        return words.startsWith("API key");
    }

    /** A quota of the day, or one of nothing at all, comes back by no wait that a task can have. */
    private static boolean isUsedUp(JsonNode error) {
        for (JsonNode detail : error.path("details")) {
            for (JsonNode violation : detail.path("violations")) {
                if (violation.path("quotaId").asText("").contains("PerDay")
                        || violation.path("quotaValue").asText("").equals("0")) {
                    return true;
                }
            }
        }
        return false;
    }

    private static @Nullable Duration wait(JsonNode error) {
        for (JsonNode detail : error.path("details")) {
            Matcher delay = SECONDS.matcher(detail.path("retryDelay").asText(""));
            if (detail.path("@type").asText("").equals(TYPE + "RetryInfo") && delay.matches()) {
                return Duration.ofMillis(
                        new BigDecimal(delay.group(1)).movePointRight(3).longValue());
            }
        }
        return null;
    }
}
