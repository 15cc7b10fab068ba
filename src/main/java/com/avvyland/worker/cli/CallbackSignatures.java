// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.cli;

import com.avvyland.worker.config.Secret;
import com.avvyland.worker.task.TaskType;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Judges the signature headers of one callback.
 *
 * @param verdicts what each header that was there came to: {@code verified}, {@code wrong} or {@code too old}
 */
record CallbackSignatures(Map<String, String> verdicts) {

    private static final String VERIFIED = "verified";

    static CallbackSignatures of(
            UnaryOperator<@Nullable String> header, byte[] body, List<Secret> secrets, Instant now) {
        Map<String, String> verdicts = new LinkedHashMap<>();
        Stream.of(TaskType.values())
                .map(TaskType::signatureHeader)
                .flatMap(name -> Stream.of(name, name + "-Previous"))
                .forEach(name -> {
                    String value = header.apply(name);
                    if (value != null) {
                        verdicts.put(name, hex(value, body, secrets) ? VERIFIED : "wrong");
                    }
                });
        String signature = header.apply("webhook-signature");
        if (signature != null) {
            var webhook = new WebhookSignature(
                    Objects.requireNonNullElse(header.apply("webhook-id"), ""),
                    Objects.requireNonNullElse(header.apply("webhook-timestamp"), ""),
                    signature);
            verdicts.put("webhook-signature", webhook(webhook, body, secrets, now));
        }
        return new CallbackSignatures(verdicts);
    }

    /** Tell whether the hexadecimal form is the body's signature by one of the secrets. */
    static boolean hex(String signature, byte[] body, List<Secret> secrets) {
        return secrets.stream().anyMatch(secret -> SignatureCheck.holds(secret.reveal(), body, signature));
    }

    static String webhook(WebhookSignature webhook, byte[] body, List<Secret> secrets, Instant now) {
        if (secrets.stream().noneMatch(secret -> webhook.holds(secret, body))) {
            return "wrong";
        }
        return webhook.timely(now) ? VERIFIED : "too old";
    }

    /** Tell whether a receiver may trust the callback: of the headers that are there one holds at least, and in time. */
    boolean verified() {
        return verdicts.containsValue(VERIFIED) && !verdicts.containsValue("too old");
    }
}
