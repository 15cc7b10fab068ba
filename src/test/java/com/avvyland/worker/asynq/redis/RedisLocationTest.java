// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.avvyland.worker.asynq.redis.RedisLocation.Layout;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedisLocationTest {

    @Test
    void readsOneServer() {
        assertThat(RedisLocation.parse("rediss://me:p%40ss@redis.example:6380/2"))
                .isEqualTo(
                        new RedisLocation(Layout.SINGLE, true, List.of("redis.example:6380"), 2, null, "me", "p@ss"));
        assertThat(RedisLocation.parse("localhost"))
                .isEqualTo(new RedisLocation(Layout.SINGLE, false, List.of("localhost:6379"), 0, null, null, null));
        assertThat(RedisLocation.parse("redis://localhost/")).isEqualTo(RedisLocation.parse("redis://localhost"));
    }

    @Test
    void readsASocket() {
        assertThat(RedisLocation.parse("redis-socket:///run/redis/my%20redis@1.sock?db=3&password=p%26s@s"))
                .isEqualTo(new RedisLocation(
                        Layout.SOCKET, false, List.of("/run/redis/my redis@1.sock"), 3, null, null, "p&s@s"));
        assertThat(RedisLocation.parse("redis-socket://me:p%2Fss@/run/redis.sock"))
                .as("as asynq writes it")
                .isEqualTo(new RedisLocation(Layout.SOCKET, false, List.of("/run/redis.sock"), 0, null, "me", "p/ss"));
        assertThat(RedisLocation.parse("redis-socket:///run/redis.sock?db=1").database())
                .isEqualTo(1);
    }

    @Test
    void readsASentinelAndItsDatabase() {
        assertThat(RedisLocation.parse("rediss-sentinel://:secret@a,b:26380,[::1]/15?master=my%20main"))
                .isEqualTo(new RedisLocation(
                        Layout.SENTINEL,
                        true,
                        List.of("a:26379", "b:26380", "[::1]:26379"),
                        15,
                        "my main",
                        null,
                        "secret"));
    }

    @Test
    void readsACluster() {
        assertThat(RedisLocation.parse("redis-cluster://me:secret@a,b:7001"))
                .isEqualTo(
                        new RedisLocation(Layout.CLUSTER, false, List.of("a:6379", "b:7001"), 0, null, "me", "secret"));
        assertThat(RedisLocation.parse("rediss-cluster://a").tls()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "redis://[::1],         [::1]:6379",
        "redis://[::1]:6380,    [::1]:6380",
        "redis://[fe80::1%eth0]:1/3, [fe80::1%eth0]:1",
        "redis://127.0.0.1:65535, 127.0.0.1:65535"
    })
    void readsAddresses(String text, String host) {
        assertThat(RedisLocation.parse(text).hosts()).containsExactly(host);
    }

    @ParameterizedTest
    @CsvSource({
        "redis://me@h,           me, ",
        "redis://:pw@h,          ,   pw",
        "redis://me:@h,          me, ",
        "redis://@h,             ,   ",
        "redis://m%3Ae:p%25w@h,  m:e, p%w",
        "redis://me:a:b+c@h,     me, a:b+c",
        "redis://me:a@b/c@h,     me, a@b/c"
    })
    void readsUserAndPassword(String text, String user, String password) {
        RedisLocation location = RedisLocation.parse(text);
        assertThat(location.username()).isEqualTo(user);
        assertThat(location.password()).isEqualTo(password);
        assertThat(location.hosts()).containsExactly("h:6379");
    }

    @Test
    void optionsWinOverTheText() {
        RedisLocation text = RedisLocation.parse("redis://me:old@h/1");
        assertThat(text.with(null, "new")).isEqualTo(RedisLocation.parse("redis://me:new@h/1"));
        assertThat(text.with("you", null)).isEqualTo(RedisLocation.parse("redis://you:old@h/1"));
    }

    /** What an operator may get wrong; where one could stand, the text holds the password. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://me:secret@host",
                "me:secret@host://x",
                "redis://me:secret@",
                "redis://me:secret@,",
                "redis://me:secret",
                "redis://me:secret@host:0",
                "redis://me:secret@host:65536",
                "redis://me:secret@host:secret",
                "redis://me:secret@::1",
                "redis://me:secret@[::1",
                "redis://me:secret@a b",
                "redis://me:secret@a,b",
                "redis://:secret@host/x",
                "redis://:secret@host/1/2",
                "redis://:secret@host/-1",
                "redis://:secret@host/999999",
                "redis://:%zzsecret@host",
                "redis://:secret%@host",
                "redis://host?password=secret",
                "redis://host/0?secret",
                "rediss-socket:///run/redis.sock?password=secret",
                "redis-socket://run/redis.sock?password=secret",
                "redis-socket://:secret@",
                "redis-socket://:secret@/",
                "redis-socket://secret/run/redis.sock",
                "redis-socket:///run/redis.sock?db=secret",
                "redis-socket:///run/redis.sock?db=1&password=%secret",
                "redis-sentinel://:secret@host",
                "redis-sentinel://:secret@host?master=",
                "redis-sentinel://:secret@host/secret?master=m",
                "redis-sentinel://host?master=m&password=secret",
                "redis-cluster://:secret@host/1",
                "redis-cluster://:secret@host?master=secret"
            })
    void refusesTheRestInOneLineWithoutRepeatingThePassword(String text) {
        assertThatThrownBy(() -> RedisLocation.parse(text))
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasNoCause()
                .satisfies(error -> assertThat(error.getMessage())
                        .matches("uri: .+ \\(expected: .+\\)")
                        .doesNotContain("secret"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "redis://me:secret@host",
                "redis-socket:///run/redis.sock?password=secret",
                "redis-sentinel://:secret@host?master=m",
                "redis-cluster://:secret@host"
            })
    void neverPrintsThePassword(String text) {
        assertThat(RedisLocation.parse(text).toString()).doesNotContain("secret");
    }
}
