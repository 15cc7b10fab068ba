// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.cli;

import com.avvyland.worker.config.Secret;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Verifies the signature of a callback that was saved. */
@Command(
        name = "verify",
        description = "Verify the signature of a callback's body, as its receiver should.",
        exitCodeList = {
            "0:the signature is that of the body",
            "1:it is not, or it is too old",
            "2:the command line is wrong, or there is no secret"
        },
        footer = {
            "  avvy-worker callback verify --signature 5f1c... --body callback.cbor",
            "  avvy-worker callback verify --secret-file secret.txt --body callback.cbor \\",
            "      --webhook-id 0195d2ad-7c11 --webhook-timestamp 1764080000 --webhook-signature 'v1,K5oZfz...='"
        })
final class CallbackVerifyCommand extends ReadCommand {

    /** As large as a value in Redis, and so a callback, can be. */
    static final int LARGEST_BODY = 512 << 20;

    private final Map<String, String> environment;

    @ArgGroup(multiplicity = "1")
    private Claimed claimed = new Claimed();

    @Option(
            names = "--body",
            paramLabel = "FILE",
            required = true,
            description = "The body as received; - for standard input.")
    private String body = "";

    @Option(
            names = "--secret-file",
            paramLabel = "FILE",
            description = "File of the secret; default: MODEL_PREVIEW_CALLBACK_SECRET and ..._PREVIOUS.")
    private @Nullable Path secretFile;

    static final class Claimed {
        @Option(
                names = "--signature",
                paramLabel = "HEX",
                required = true,
                description = "Of an X-Model-...-Signature header.")
        private @Nullable String hex;

        @ArgGroup(exclusive = false, multiplicity = "1")
        private @Nullable Webhook webhook;
    }

    static final class Webhook {
        @Option(names = "--webhook-id", paramLabel = "ID", required = true, description = "Of the webhook-id header.")
        private String id = "";

        @Option(
                names = "--webhook-timestamp",
                paramLabel = "SECONDS",
                required = true,
                description = "Of the webhook-timestamp header; 5 minutes from now at most.")
        private String timestamp = "";

        @Option(
                names = "--webhook-signature",
                paramLabel = "TEXT",
                required = true,
                description = "Of the webhook-signature header: v1,BASE64.")
        private String signature = "";
    }

    CallbackVerifyCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        List<Secret> secrets = SecretFile.secrets(secretFile, environment);
        String verdict = verdict(PayloadFile.read(body, LARGEST_BODY), secrets);
        boolean verified = verdict.equals("verified");
        if (json()) {
            print(object().put("verified", verified).put("verdict", verdict));
        } else {
            out().println("signature: " + verdict);
        }
        return verified ? 0 : 1;
    }

    private String verdict(byte[] bytes, List<Secret> secrets) {
        if (claimed.hex != null) {
            return CallbackSignatures.hex(claimed.hex.strip(), bytes, secrets) ? "verified" : "wrong";
        }
        Webhook headers = claimed.webhook == null ? new Webhook() : claimed.webhook;
        return CallbackSignatures.webhook(
                new WebhookSignature(headers.id, headers.timestamp, headers.signature),
                bytes,
                secrets,
                Clock.systemUTC().instant());
    }
}
