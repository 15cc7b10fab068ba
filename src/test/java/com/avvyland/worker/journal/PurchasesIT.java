// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.journal;

import static org.assertj.core.api.Assertions.assertThat;

import com.avvyland.worker.journal.Purchase.State;
import com.avvyland.worker.testing.TestingRedis;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.redisson.Redisson;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.ByteArrayCodec;
import org.redisson.client.codec.StringCodec;
import org.redisson.codec.CompositeCodec;
import org.redisson.config.Config;

class PurchasesIT {

    @RegisterExtension
    static final TestingRedis REDIS = new TestingRedis();

    private static final String WORK = "ab12";
    private static final String OFFER = "kie/nano-banana-2";

    private static RedissonClient redisson;

    private Purchases purchases;

    @BeforeAll
    static void connect() {
        Config config = new Config();
        config.useSingleServer().setAddress(REDIS.uri()).setConnectionMinimumIdleSize(1);
        redisson = Redisson.create(config);
    }

    @AfterAll
    static void disconnect() {
        redisson.shutdown();
    }

    @BeforeEach
    void empty() {
        redisson.getKeys().flushdb();
        purchases = new Purchases(redisson, Duration.ofHours(24));
    }

    private Purchase found() {
        return Objects.requireNonNull(purchases.find(WORK).get(OFFER));
    }

    @Test
    void remembersEachStep() {
        Purchase intent = Purchase.intended(1_000, 20_000);
        assertThat(purchases.intend(WORK, OFFER, intent)).isTrue();
        assertThat(purchases.find(WORK)).containsEntry(OFFER, intent);

        purchases.advance(WORK, OFFER, intent.submitted("job-1"));
        assertThat(found().jobId()).isEqualTo("job-1");

        purchases.advance(WORK, OFFER, intent.submitted("job-1").done("digest"));
        Purchase done = found();
        assertThat(done.state()).isEqualTo(State.DONE);
        assertThat(done.jobId()).isEqualTo("job-1");
        assertThat(done.result()).isEqualTo("digest");
    }

    @Test
    void letsOneOfTwoWorkersIntend() {
        assertThat(purchases.intend(WORK, OFFER, Purchase.intended(1, 1))).isTrue();
        assertThat(purchases.intend(WORK, OFFER, Purchase.intended(2, 1))).isFalse();
        assertThat(found().startedAt()).isEqualTo(1);
    }

    @Test
    void keepsOffersAndPiecesOfWorkApart() {
        purchases.intend(WORK, OFFER, Purchase.intended(1, 1));
        purchases.intend(WORK, "openai/gpt-image-2", Purchase.intended(1, 1));
        purchases.forget(WORK, OFFER);

        assertThat(purchases.find(WORK)).containsOnlyKeys("openai/gpt-image-2");
        assertThat(purchases.find("cd34")).isEmpty();
    }

    @Test
    void forgetsAllAfterItsTime() {
        purchases.intend(WORK, OFFER, Purchase.intended(1, 1));

        assertThat(redisson.getBucket("avvy:purchase:" + WORK).remainTimeToLive())
                .isBetween(Duration.ofHours(23).toMillis(), Duration.ofHours(24).toMillis());
    }

    @Test
    void takesAnUnreadableEntryForAnIntent() {
        redisson.<String, byte[]>getMap(
                        "avvy:purchase:" + WORK, new CompositeCodec(StringCodec.INSTANCE, ByteArrayCodec.INSTANCE))
                .put(OFFER, new byte[] {(byte) 0xff, 1, 2});

        assertThat(found().state()).isEqualTo(State.INTENDED);
    }
}
