// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.avvyland.worker.asynq.redis.RedisLocation.Layout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedisLocationTest {

    @Test
    void readsEveryScheme() {
        RedisLocation single = RedisLocation.parse("rediss://me:p%40ss@redis.example:6380/2");
        assertThat(single)
                .isEqualTo(new RedisLocation(
                        Layout.SINGLE, true, java.util.List.of("redis.example:6380"), 2, null, "me", "p@ss"));
        RedisLocation sentinel = RedisLocation.parse("redis-sentinel://:secret@a,b:26380/1?master=main");
        assertThat(sentinel.hosts()).containsExactly("a:26379", "b:26380");
        assertThat(sentinel.master()).isEqualTo("main");
        assertThat(sentinel.database()).isEqualTo(1);
        assertThat(sentinel.username()).isNull();
        assertThat(sentinel.password()).isEqualTo("secret");
        assertThat(RedisLocation.parse("redis-cluster://a,b:7001").hosts()).containsExactly("a:6379", "b:7001");
        assertThat(RedisLocation.parse("localhost").hosts()).containsExactly("localhost:6379");
        assertThat(RedisLocation.parse("redis://[::1]:6379").hosts()).containsExactly("[::1]:6379");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://me:secret@host",
                "redis://me:secret@",
                "redis-sentinel://:secret@host",
                "redis://:secret@host/x"
            })
    void refusesTheRestWithoutRepeatingThePassword(String text) {
        assertThatThrownBy(() -> RedisLocation.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected:")
                .hasMessageNotContaining("secret");
    }

    @Test
    void neverPrintsThePassword() {
        assertThat(RedisLocation.parse("redis://me:secret@host").toString()).doesNotContain("secret");
    }
}
