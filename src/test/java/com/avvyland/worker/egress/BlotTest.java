// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.egress;

import static org.assertj.core.api.Assertions.assertThat;

import com.avvyland.worker.config.Secret;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BlotTest {

    @ParameterizedTest
    @CsvSource({
        "'{\"error\":\"wrong key: sk-secret-1\"}', '{\"error\":\"wrong key: ***********\"}'",
        "sk-secret-1, ***********",
        "sk-secret-sk-secret-1sk-secret-1, sk-secret-**********************",
        "id-secret/20260101, *********/20260101",
        "sk-secret-2 short, sk-secret-2 short",
        "'', ''"
    })
    void putsAsterisksOverEachSecretAndNothingElse(String answer, String expected) {
        byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);

        new Blot(List.of(key("sk-secret-1"), key("id-secret"), key("short"))).over(bytes);

        assertThat(new String(bytes, StandardCharsets.UTF_8)).isEqualTo(expected);
    }

    private static RequestKey key(String secret) {
        return new RequestKey() {
            @Override
            public Map<String, String> headers(URI url, Map<String, String> headers, byte[] body) {
                return Map.of();
            }

            @Override
            public List<Secret> secrets() {
                return List.of(new Secret(secret));
            }
        };
    }
}
