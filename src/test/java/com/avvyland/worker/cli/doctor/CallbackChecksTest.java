// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import com.avvyland.worker.config.CallbackConfig;
import com.avvyland.worker.config.Secret;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CallbackChecksTest {

    private static final String STRONG = "k".repeat(24);

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            https://8.8.8.8/x             |                 | false | OK   | 8.8.8.8 public
            https://[2606:4700::1111]/    |                 | false | OK   | public
            https://127.0.0.1/            |                 | false | FAIL | a host that may be called
            https://10.1.2.3/             |                 | false | FAIL | a host that may be called
            https://10.1.2.3/             | 10.0.0.0/8      | false | OK   | 10.1.2.3 private
            https://10.1.2.3/             |                 | true  | OK   | 10.1.2.3 private
            https://169.254.169.254/      |                 | true  | FAIL | a host that may be called
            https://localhost/            | localhost       | false | FAIL | private not dialled
            https://localhost/            | localhost       | true  | OK   | private
            https://8.8.8.8/              | example.com     | false | FAIL | host 8.8.8.8
            http://8.8.8.8/               |                 | false | FAIL | (expected: https)
            https://8.8.8.8:22/           |                 | false | FAIL | port 22
            https://user:pw@8.8.8.8/      |                 | false | FAIL | no user
            https://no-such-host.invalid/ |                 | false | FAIL | unknown host
            """)
    void saysWhetherACallbackWouldBeSent(
            String url, @Nullable String allowed, boolean allowPrivate, Check.Verdict verdict, String reason) {
        var config = config(STRONG, null, allowed == null ? List.of() : List.of(allowed), allowPrivate);

        Check check = CallbackChecks.of(config, true, url).getLast();

        assertThat(check.name()).isEqualTo("callback-url");
        assertThat(check.verdict()).as(check.detail()).isEqualTo(verdict);
        assertThat(check.detail()).contains(reason).doesNotContain("pw");
    }

    @Test
    void warnsOfASecretThatCanBeGuessed() {
        assertThat(secret("k".repeat(23), null).verdict()).isEqualTo(Check.Verdict.WARN);
        assertThat(secret(STRONG, "short").verdict()).isEqualTo(Check.Verdict.WARN);
        assertThat(secret(STRONG, STRONG).verdict()).isEqualTo(Check.Verdict.WARN);
        assertThat(secret(STRONG, null)).isEqualTo(Check.ok("callback-secret", "24 bytes, no rotation"));
        assertThat(secret(STRONG, "p".repeat(24)).detail()).contains("rotation is under way");
    }

    @Test
    void warnsWhereATaskMayHaveAnythingOfThisNetworkCalled() {
        assertThat(CallbackChecks.of(config(STRONG, null, List.of(), true), true, null)
                        .getFirst()
                        .verdict())
                .isEqualTo(Check.Verdict.WARN);
        assertThat(CallbackChecks.of(config(STRONG, null, List.of("a.example"), true), true, null)
                        .getFirst())
                .isEqualTo(Check.ok("callback-policy", "a.example, https alone, private addresses too"));
    }

    private static Check secret(String secret, @Nullable String previous) {
        return CallbackChecks.of(config(secret, previous, List.of(), false), true, null)
                .getLast();
    }

    private static CallbackConfig config(
            String secret, @Nullable String previous, List<String> hosts, boolean allowPrivate) {
        return new CallbackConfig(
                new Secret(secret),
                previous == null ? null : new Secret(previous),
                false,
                Duration.ofSeconds(1),
                hosts,
                false,
                allowPrivate,
                Duration.ofDays(1));
    }
}
