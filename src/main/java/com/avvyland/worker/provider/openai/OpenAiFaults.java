// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.provider.openai;

import com.avvyland.worker.provider.Fault;
import com.avvyland.worker.provider.HttpAnswer;
import com.avvyland.worker.provider.HttpFaults;
import com.avvyland.worker.provider.Json;
import com.avvyland.worker.provider.ProviderException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Classifies OpenAI's error object: {@code error.type} and {@code error.code} say more than the status. */
final class OpenAiFaults {

    private static final Set<String> MONEY = Set.of(
            "insufficient_quota",
            "credit_balance_exhausted",
            "organization_spend_limit_exceeded",
            "project_spend_limit_exceeded",
            "organization_usage_limit_exceeded");
    private static final Set<String> REFUSED = Set.of(
            "moderation_blocked",
            "content_policy_violation",
            "image_content_policy_violation",
            "bio_policy",
            "misalignment_policy_violation");

    private OpenAiFaults() {}

    static @Nullable ProviderException of(HttpAnswer answer) {
        if (answer.ok()) {
            return null;
        }
        JsonNode error = Json.read(answer.body()).path("error");
        String code = error.path("code").asText("");
        String type = error.path("type").asText("");
        String words = error.path("message").asText("");
        if (MONEY.contains(code) || MONEY.contains(type)) {
            return HttpFaults.of(Fault.QUOTA_OR_CREDITS, answer, words);
        }
        if (REFUSED.contains(code) || type.equals("image_generation_user_error")) {
            return HttpFaults.of(Fault.SAFETY_REFUSAL, answer, words);
        }
        if (code.equals("model_not_found")) {
            return HttpFaults.of(Fault.CONFIG, answer, words);
        }
        if (code.equals("server_is_overloaded") || code.equals("slow_down") && answer.status() == 503) {
            return HttpFaults.of(Fault.OVERLOADED, answer, words);
        }
        return HttpFaults.of(answer, words);
    }
}
