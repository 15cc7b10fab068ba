// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.cli.doctor;

import com.avvyland.worker.config.CallbackConfig;
import com.avvyland.worker.config.Secret;
import com.avvyland.worker.egress.EgressPolicy;
import com.avvyland.worker.egress.Rehearsal;
import com.avvyland.worker.task.TaskFailure;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Says where callbacks may go, how well they are signed, and what would become of one to a given URL. Nobody is called. */
final class CallbackChecks {

    /** 192 bits in hexadecimal halves are 24 bytes in base64: what `openssl rand -base64 18` prints. */
    private static final int STRONG = 24;

    private CallbackChecks() {}

    /**
     * Look at the settings, and at a URL where one is given.
     *
     * @param secret whether the secret is the real one
     */
    static List<Check> of(CallbackConfig config, boolean secret, @Nullable String url) {
        List<Check> checks = new ArrayList<>(List.of(policy(config)));
        if (secret) {
            checks.add(secret(config));
        }
        if (url != null) {
            checks.add(url(config, url));
        }
        return checks;
    }

    private static Check policy(CallbackConfig config) {
        String hosts = config.allowedHosts().isEmpty() ? "any host" : String.join(", ", config.allowedHosts());
        String seen = "%s, %s, %s"
                .formatted(
                        hosts,
                        config.allowHttp() ? "http and https" : "https alone",
                        config.allowPrivate() ? "private addresses too" : "public addresses alone");
        if (config.allowPrivate() && config.allowedHosts().isEmpty()) {
            return Check.warn(
                    "callback-policy",
                    seen
                            + " (expected: MODEL_PREVIEW_CALLBACK_ALLOWED_HOSTS names the receivers; a task may have anything in this network called)");
        }
        return Check.ok("callback-policy", seen);
    }

    private static Check secret(CallbackConfig config) {
        Secret previous = config.secretPrevious();
        int length = config.secret().bytes().length;
        if (length < STRONG || previous != null && previous.bytes().length < STRONG) {
            return Check.warn(
                    "callback-secret",
                    "%s of fewer than %d bytes (expected: openssl rand -base64 32)"
                            .formatted(length < STRONG ? "a secret" : "a previous secret", STRONG));
        }
        if (previous != null && previous.reveal().equals(config.secret().reveal())) {
            return Check.warn(
                    "callback-secret",
                    "the previous one is the same (expected: another; or no MODEL_PREVIEW_CALLBACK_SECRET_PREVIOUS)");
        }
        return Check.ok(
                "callback-secret",
                previous == null
                        ? "%d bytes, no rotation".formatted(length)
                        : "%d bytes; a rotation is under way, two signatures are sent".formatted(length));
    }

    private static Check url(CallbackConfig config, String url) {
        var policy = new EgressPolicy(config.allowedHosts(), config.allowHttp(), config.allowPrivate());
        try {
            Rehearsal rehearsal = Rehearsal.of(policy, "callback_url", url);
            String peers = rehearsal.peers().stream()
                    .map(peer ->
                            "%s %s%s".formatted(peer.address(), peer.reach(), peer.dialled() ? "" : " not dialled"))
                    .collect(Collectors.joining(", "));
            String seen = "%s: %s".formatted(rehearsal.uri().getHost(), peers);
            return rehearsal.allowed()
                    ? Check.ok("callback-url", seen)
                    : Check.fail(
                            "callback-url",
                            seen
                                    + " (expected: a public address; else its block in MODEL_PREVIEW_CALLBACK_ALLOWED_HOSTS, or MODEL_PREVIEW_CALLBACK_ALLOW_PRIVATE=true)");
        } catch (TaskFailure refused) {
            return Check.fail("callback-url", String.valueOf(refused.getMessage()));
        } catch (UnknownHostException unknown) {
            return Check.fail("callback-url", "unknown host (expected: a name that resolves from this machine)");
        }
    }
}
