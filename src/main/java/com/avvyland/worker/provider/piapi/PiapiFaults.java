// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.provider.piapi;

import com.avvyland.worker.provider.Fault;
import com.avvyland.worker.provider.HttpAnswer;
import com.avvyland.worker.provider.HttpFaults;
import com.avvyland.worker.provider.Json;
import com.avvyland.worker.provider.ProviderException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Classifies PiAPI's two ways to say no: the envelope {@code {code, message}} of its tasks, whose code counts even when
 * the status is 200, and the {@code error} object that it has copied from OpenAI. Its codes are HTTP's; what they mean
 * more exactly is in the words.
 */
final class PiapiFaults {

    private static final Pattern MONEY =
            words("insufficient (credit|quota|balance|point|fund)|not enough (credit|point)"
                    + "|insufficient_quota|credit_balance|out of credits|top up");
    private static final Pattern REFUSED =
            words("nsfw|safety|sensitive|moderation|content[ _]policy|prohibited content");
    private static final Pattern LOST =
            words("task (id )?(is |was )?not (found|exist)|task does not exist|no such task");
    private static final Pattern CONCURRENCY = words("concurren|too many (active|pending|running) tasks");
    private static final Pattern NO_MODEL =
            words("model_not_found|(model|task[ _]type) .{0,64}(not (found|exist|support)|unsupported)");

    private PiapiFaults() {}

    static @Nullable ProviderException of(HttpAnswer answer) {
        JsonNode root = Json.read(answer.body());
        JsonNode error = root.path("error");
        int code = root.path("code").asInt(answer.status());
        if (answer.ok() && code == 200 || answer.ok() && !root.has("code")) {
            return error.isObject() ? classified(answer, 500, error) : null;
        }
        return classified(answer, answer.ok() ? code : answer.status(), error.isObject() ? error : root);
    }

    /** Classify the {@code error} of a task that ended badly: it is over, whatever its reason. */
    static ProviderException ofTask(String status, JsonNode error) {
        String words = said(error);
        Fault fault = REFUSED.matcher(words).find() ? Fault.SAFETY_REFUSAL : Fault.JOB_FAILED;
        return new ProviderException(fault, "task %s: %s".formatted(status, words));
    }

    private static ProviderException classified(HttpAnswer answer, int code, JsonNode error) {
        String words = said(error);
        HttpAnswer told = new HttpAnswer(code, answer.headers(), answer.body());
        Fault fault = fault(code, words);
        if (fault != null) {
            return HttpFaults.of(fault, told, words);
        }
        ProviderException plain = HttpFaults.of(told, words);
        return plain == null ? HttpFaults.of(Fault.TRANSIENT, told, words) : plain;
    }

    private static @Nullable Fault fault(int code, String words) {
        if (MONEY.matcher(words).find()) {
            return Fault.QUOTA_OR_CREDITS;
        }
        if (REFUSED.matcher(words).find()) {
            return Fault.SAFETY_REFUSAL;
        }
        if (LOST.matcher(words).find()) {
            return Fault.JOB_LOST;
        }
        if (CONCURRENCY.matcher(words).find()) {
            return Fault.CONCURRENCY_FULL;
        }
        if (NO_MODEL.matcher(words).find()) {
            return Fault.CONFIG;
        }
        // No status of HTTP: PiAPI's own word that it did not take the task.
        return code < 400 || code > 599 ? Fault.TRANSIENT : null;
    }

    /** The gist is in {@code message}, what the model behind said in {@code raw_message}, OpenAI's reason in {@code code}. */
    private static String said(JsonNode error) {
        String message = error.path("message").asText("");
        String raw = error.path("raw_message").asText("");
        String code = error.path("code").isTextual() ? error.path("code").asText("") : "";
        return (message + (raw.equals(message) ? "" : " " + raw) + " " + code).strip();
    }

    private static Pattern words(String regex) {
        return Pattern.compile(regex, Pattern.CASE_INSENSITIVE);
    }
}
