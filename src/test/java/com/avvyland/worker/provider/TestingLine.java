// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.provider;

import com.avvyland.worker.provider.ProviderRequest.Cutout;
import com.avvyland.worker.provider.ProviderRequest.Model;
import com.avvyland.worker.provider.replicate.TestingReplicate;
import com.avvyland.worker.provider.tencent.TestingTencent;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Lists a line of each provider that works by jobs, for what has to hold for all of them. A fake's job is done with the
 * third question, or later.
 */
enum TestingLine {
    REPLICATE(
            () -> {
                TestingReplicate fake = new TestingReplicate();
                fake.doneAfter(3);
                return fake;
            },
            url -> Map.of("REPLICATE_API_KEY", TestingReplicate.KEY, "REPLICATE_BASE_URL", url + "/v1"),
            new Cutout(TestingImages.disc(64)),
            "replicate/bria/remove-background"),
    TENCENT(
            () -> new TestingTencent().doneAfter(3),
            url -> Map.of(
                    "TENCENT_SECRET_ID", TestingTencent.ID,
                    "TENCENT_SECRET_KEY", TestingTencent.KEY,
                    "TENCENT_ENDPOINT", url),
            new Model(TestingImages.disc(128), Map.of(), null, false),
            "tencent/3.1");

    private final Supplier<TestingProvider> fake;
    private final Function<String, Map<String, String>> environment;
    private final ProviderRequest request;
    private final String offer;

    TestingLine(
            Supplier<TestingProvider> fake,
            Function<String, Map<String, String>> environment,
            ProviderRequest request,
            String offer) {
        this.fake = fake;
        this.environment = environment;
        this.request = request;
        this.offer = offer;
    }

    /** Start a fake. */
    TestingProvider fake() {
        return fake.get();
    }

    /** Return the settings that lead to a fake. */
    Map<String, String> environment(String url) {
        return environment.apply(url);
    }

    /** Return what is bought; the same in every process. */
    ProviderRequest request() {
        return request;
    }

    /** Return the field of the purchase in Redis. */
    String offer() {
        return offer;
    }
}
