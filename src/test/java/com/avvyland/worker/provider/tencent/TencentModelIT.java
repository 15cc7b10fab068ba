// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.provider.tencent;

import static org.assertj.core.api.Assertions.assertThat;

import com.avvyland.worker.provider.Fault;
import com.avvyland.worker.provider.ProviderRequest.Model;
import com.avvyland.worker.provider.ProviderResult;
import com.avvyland.worker.provider.TestingImages;
import com.avvyland.worker.provider.TestingProvider.Mishap;
import com.avvyland.worker.provider.TestingPurchasing;
import com.avvyland.worker.testing.TestingRedis;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class TencentModelIT {

    @RegisterExtension
    static final TestingRedis REDIS = new TestingRedis();

    private static final Model REQUEST = new Model(TestingImages.disc(256), Map.of(), null, false);

    private final TestingTencent tencent = new TestingTencent();
    private TestingPurchasing purchasing;

    @BeforeEach
    void start() {
        purchasing = open(Map.of());
        purchasing.redis().getKeys().flushall();
    }

    private TestingPurchasing open(Map<String, String> more) {
        Map<String, String> environment = new HashMap<>(Map.of(
                "TENCENT_SECRET_ID",
                TestingTencent.ID,
                "TENCENT_SECRET_KEY",
                TestingTencent.KEY,
                "TENCENT_MAX_CONCURRENCY",
                "32",
                "TENCENT_ENDPOINT",
                tencent.url()));
        environment.putAll(more);
        TestingPurchasing opened = new TestingPurchasing(REDIS, environment);
        tencent.clock(opened.clock());
        return opened;
    }

    @AfterEach
    void stop() {
        purchasing.close();
        tencent.close();
    }

    @Test
    void bringsTheGlbOfAJobAndCountsItsCredits() {
        ProviderResult result = purchasing.result(
                new Model(TestingImages.disc(256), Map.of("back", TestingImages.disc(128)), null, true));

        assertThat(result.jobId()).isEqualTo("1375367755519696896");
        assertThat(result.files())
                .singleElement()
                .satisfies(file -> assertThat(file.type()).isEqualTo("glb"));
        assertThat(result.costMicroUsd()).isEqualTo(900_000);
        assertThat(purchasing.clock().paused()).isEqualTo(Duration.ofMillis(5_000 + 7_500));
        assertThat(tencent.billed()).hasSize(1);
    }

    @Test
    void takesAnObjWhereThereIsNoGlb() {
        tencent.results("MP4", "OBJ");

        assertThat(purchasing.result(REQUEST).files())
                .singleElement()
                .satisfies(file -> assertThat(file.type()).isEqualTo("zip"));
    }

    @Test
    void buysTheSameWorkOnce() {
        ProviderResult first = purchasing.result(REQUEST);

        assertThat(purchasing.result(REQUEST)).isEqualTo(first);
        assertThat(tencent.billed()).hasSize(1);
    }

    @Test
    void waitsForASlotThatIsFreedLate() {
        for (int edge = 200; edge < 203; edge++) {
            purchasing.result(new Model(TestingImages.disc(edge), Map.of(), null, false));
        }
        // The three are done, and yet the provider is full.
        var ended = purchasing.buy(REQUEST);

        assertThat(ended.getException()).isNull();
        assertThat(TestingPurchasing.rows(ended).getFirst().fault()).isEqualTo(Fault.CONCURRENCY_FULL);
        assertThat(tencent.billed()).hasSize(4);
    }

    @Test
    void tellsAFailureInAStatusOf200() {
        tencent.failWith("OperationDenied.ImageIllegalDetected", "The image is not allowed.");

        var ended = purchasing.buy(REQUEST);

        assertThat(TestingPurchasing.rows(ended).getFirst().fault()).isEqualTo(Fault.SAFETY_REFUSAL);
        assertThat(purchasing.buy(REQUEST).getException()).hasMessageContaining("The image is not allowed.");
        assertThat(tencent.billed()).hasSize(1);
    }

    @Test
    void holdsAPurchaseOfUnknownOutcome() {
        tencent.next(Mishap.of(Mishap.Kind.DROP_AFTER));

        assertThat(purchasing.buy(REQUEST).getException()).hasMessageContaining("sent, and no answer read");
        assertThat(purchasing.buy(REQUEST).getException())
                .hasMessageContaining("avvy:purchase:%s tencent/3.1: an earlier try may have paid", REQUEST.work());
        assertThat(tencent.billed()).hasSize(1);
    }

    @Test
    void goesOnWithAJobAfterARestart() {
        tencent.doneAfter(1000);
        assertThat(purchasing.buy(REQUEST).getException()).hasMessageContaining("job not done within PT30M");
        purchasing.close();
        tencent.doneAfter(1);

        purchasing = open(Map.of("TENCENT_POLL_TIMEOUT", "24h"));

        assertThat(purchasing.result(REQUEST).jobId()).isEqualTo("1375367755519696896");
        assertThat(tencent.billed()).hasSize(1);
    }

    @Test
    void doesNotFindAJobInAnotherRegion() {
        tencent.doneAfter(1000);
        assertThat(purchasing.buy(REQUEST).getException()).isNotNull();
        purchasing.close();

        purchasing = open(Map.of("TENCENT_REGION", "na-siliconvalley", "TENCENT_POLL_TIMEOUT", "24h"));
        var ended = purchasing.buy(REQUEST);

        assertThat(TestingPurchasing.rows(ended).getFirst().fault()).isEqualTo(Fault.JOB_LOST);
        assertThat(tencent.billed()).hasSize(1);
    }

    @Test
    void isPassedOverWithAKeyThatIsNotTencents() {
        purchasing.close();
        purchasing = open(Map.of("TENCENT_SECRET_KEY", "another"));

        var ended = purchasing.buy(REQUEST);

        assertThat(TestingPurchasing.rows(ended).getFirst().fault()).isEqualTo(Fault.AUTH);
        assertThat(purchasing.buy(REQUEST).getException()).hasMessageContaining("shut");
        assertThat(tencent.billed()).isEmpty();
    }
}
