// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.provider.replicate;

import static org.assertj.core.api.Assertions.assertThat;

import com.avvyland.worker.provider.ProviderRequest.Cutout;
import com.avvyland.worker.provider.ProviderResult;
import com.avvyland.worker.provider.TestingImages;
import com.avvyland.worker.provider.TestingProvider.Mishap;
import com.avvyland.worker.provider.TestingPurchasing;
import com.avvyland.worker.testing.TestingRedis;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ReplicateCutoutIT {

    @RegisterExtension
    static final TestingRedis REDIS = new TestingRedis();

    private static final Cutout REQUEST = new Cutout(TestingImages.disc(64));

    private final TestingReplicate replicate = new TestingReplicate();
    private TestingPurchasing purchasing;

    @BeforeEach
    void start() {
        purchasing = new TestingPurchasing(
                REDIS,
                Map.of("REPLICATE_API_KEY", TestingReplicate.KEY, "REPLICATE_BASE_URL", replicate.url() + "/v1"));
        purchasing.redis().getKeys().flushall();
    }

    @AfterEach
    void stop() {
        purchasing.close();
        replicate.close();
    }

    @Test
    void fetchesTheFileOfAPredictionThatIsDone() {
        ProviderResult result = purchasing.result(REQUEST);

        assertThat(result.jobId()).isEqualTo("p1");
        assertThat(result.files()).hasSize(1);
        assertThat(replicate.billed()).hasSize(1);
    }

    @Test
    void cancelsAPredictionThatNeverStarts() {
        replicate.doneAfter(TestingReplicate.NEVER);

        var ended = purchasing.buy(REQUEST);

        assertThat(ended.getException()).hasMessageContaining("cancelled");
        assertThat(replicate.calls().getLast().path()).endsWith("/p1/cancel");
        assertThat(purchasing.redis().getMap("avvy:purchase:" + REQUEST.work()).isExists())
                .isFalse();
    }

    @Test
    void holdsAPurchaseOfUnknownOutcome() {
        replicate.next(Mishap.of(Mishap.Kind.DROP_AFTER));

        assertThat(purchasing.buy(REQUEST).getException()).hasMessageContaining("sent, and no answer read");
        assertThat(purchasing.buy(REQUEST).getException()).hasMessageContaining("may have paid");
        assertThat(replicate.billed()).hasSize(1);
    }
}
