// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.broker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class KeysTest {

    @Test
    void tellsNoPayloadFromAnEmptyOne() {
        assertThat(UniqueKey.of("default", "email:welcome", buffer("{\"user_id\":42}")))
                .isEqualTo("asynq:{default}:unique:email:welcome:1181f89307fa271072c095747d5813cc");
        assertThat(UniqueKey.of("default", "email:welcome", buffer("")))
                .isEqualTo("asynq:{default}:unique:email:welcome:d41d8cd98f00b204e9800998ecf8427e");
        assertThat(UniqueKey.of("default", "email:welcome", null)).isEqualTo("asynq:{default}:unique:email:welcome:");
    }

    @Test
    void countsByTheDayInUtc() {
        assertThat(new Keys("q").processed(Instant.parse("2026-11-23T23:59:59Z")))
                .isEqualTo("asynq:{q}:processed:2026-11-23");
    }

    @Test
    void makesAnyTextFitForAnErrorMessage() {
        assertThat(ErrorText.of("a\r\nb\tc\0d \ud800 \ud83d\ude00")).isEqualTo("a  b c d \ufffd \ud83d\ude00");
        assertThat(ErrorText.of(" ")).isEqualTo("unknown error");
        assertThat(ErrorText.of("x".repeat(100_000))).hasSize(1_000);
    }

    private static ByteBuffer buffer(String text) {
        return ByteBuffer.wrap(text.getBytes(UTF_8));
    }
}
