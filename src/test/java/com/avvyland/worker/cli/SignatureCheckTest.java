// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SignatureCheckTest {

    /** RFC 4231, test case 2. */
    @Test
    void agreesWithThePublishedVector() {
        assertThat(SignatureCheck.hmac("Jefe", "what do ya want for nothing?".getBytes(UTF_8)))
                .isEqualTo("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    }

    @Test
    void refusesAnotherBodyAndAnotherSecret() {
        String signature = SignatureCheck.hmac("secret", new byte[] {1, 2});

        assertThat(SignatureCheck.holds("secret", new byte[] {1, 2}, signature)).isTrue();
        assertThat(SignatureCheck.holds("secret", new byte[] {1, 3}, signature)).isFalse();
        assertThat(SignatureCheck.holds("secre7", new byte[] {1, 2}, signature)).isFalse();
    }
}
