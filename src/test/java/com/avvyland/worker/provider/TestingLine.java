// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.provider;

import com.avvyland.worker.provider.ProviderRequest.Cutout;
import com.avvyland.worker.provider.ProviderRequest.Model;
import com.avvyland.worker.provider.ProviderRequest.Picture;
import com.avvyland.worker.provider.fal.TestingFal;
import com.avvyland.worker.provider.kie.TestingKie;
import com.avvyland.worker.provider.nanobanana.TestingNanoBanana;
import com.avvyland.worker.provider.piapi.TestingPiapi;
import com.avvyland.worker.provider.replicate.TestingReplicate;
import com.avvyland.worker.provider.tencent.TestingTencent;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Lists a line of each provider that works by jobs, and all that make models, for what has to hold for all of them. A fake's job is done with the
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
            "tencent/3.1"),
    KIE(
            () -> {
                TestingKie fake = new TestingKie();
                fake.doneAfter(3);
                return fake;
            },
            url -> Map.of(
                    "KIE_API_KEY",
                    TestingKie.KEY,
                    "KIE_BASE_URL",
                    url,
                    "worker.providers.kie.upload_url",
                    url + "/uploads"),
            new Picture("a disc", List.of(TestingImages.disc(64), TestingImages.disc(128)), 1024),
            "kie/nano-banana-2",
            2),
    PIAPI(
            () -> {
                TestingPiapi fake = new TestingPiapi();
                fake.doneAfter(3);
                return fake;
            },
            url -> Map.of("PIAPI_API_KEY", TestingPiapi.KEY, "PIAPI_BASE_URL", url),
            new Picture("a disc", List.of(), 1024),
            "piapi/nano-banana-2"),
    PIAPI_MODEL(
            () -> {
                TestingPiapi fake = new TestingPiapi();
                fake.doneAfter(3);
                return fake;
            },
            url -> Map.of(
                    "PIAPI_API_KEY",
                    TestingPiapi.KEY,
                    "PIAPI_BASE_URL",
                    url,
                    "worker.providers.piapi.upload_url",
                    url + "/uploads"),
            new Model(TestingImages.disc(128), Map.of(), null, false),
            "piapi/Qubico/trellis2",
            1),
    NANOBANANA(
            () -> {
                TestingNanoBanana fake = new TestingNanoBanana();
                fake.doneAfter(3);
                return fake;
            },
            url -> Map.of("NANOBANANA_API_KEY", TestingNanoBanana.KEY, "NANOBANANA_BASE_URL", url + "/api/v1"),
            new Picture("a disc", List.of(), 1024),
            "nanobanana/generate-2"),
    FAL(
            () -> {
                TestingFal fake = new TestingFal();
                fake.doneAfter(3);
                return fake;
            },
            url -> Map.of("FAL_API_KEY", TestingFal.KEY, "FAL_BASE_URL", url),
            new Picture("a disc", List.of(), 1024),
            "fal/fal-ai/nano-banana-2"),
    FAL_MODEL(
            () -> {
                TestingFal fake = new TestingFal();
                fake.doneAfter(3);
                return fake;
            },
            url -> Map.of("FAL_API_KEY", TestingFal.KEY, "FAL_BASE_URL", url),
            new Model(TestingImages.disc(128), Map.of(), null, false),
            "fal/fal-ai/hunyuan-3d/v3.1/pro/image-to-3d");

    private final Supplier<TestingProvider> fake;
    private final Function<String, Map<String, String>> environment;
    private final ProviderRequest request;
    private final String offer;
    private final int uploads;

    TestingLine(
            Supplier<TestingProvider> fake,
            Function<String, Map<String, String>> environment,
            ProviderRequest request,
            String offer) {
        this(fake, environment, request, offer, 0);
    }

    TestingLine(
            Supplier<TestingProvider> fake,
            Function<String, Map<String, String>> environment,
            ProviderRequest request,
            String offer,
            int uploads) {
        this.fake = fake;
        this.environment = environment;
        this.request = request;
        this.offer = offer;
        this.uploads = uploads;
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

    /** Return how many inputs are uploaded before the purchase. */
    int uploads() {
        return uploads;
    }
}
