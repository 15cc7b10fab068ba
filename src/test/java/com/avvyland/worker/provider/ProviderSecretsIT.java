// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.avvyland.worker.provider.ProviderRequest.Cutout;
import com.avvyland.worker.provider.ProviderRequest.Model;
import com.avvyland.worker.provider.ProviderRequest.Picture;
import com.avvyland.worker.provider.ProviderRequest.Vision;
import com.avvyland.worker.provider.TestingProvider.Mishap;
import com.avvyland.worker.provider.fal.TestingFal;
import com.avvyland.worker.provider.gemini.TestingGemini;
import com.avvyland.worker.provider.kie.TestingKie;
import com.avvyland.worker.provider.nanobanana.TestingNanoBanana;
import com.avvyland.worker.provider.openai.TestingOpenAi;
import com.avvyland.worker.provider.piapi.TestingPiapi;
import com.avvyland.worker.provider.replicate.TestingReplicate;
import com.avvyland.worker.provider.tencent.TestingTencent;
import com.avvyland.worker.task.Image;
import com.avvyland.worker.testing.TestingLog;
import com.avvyland.worker.testing.TestingRedis;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.support.MessageHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Buys from every line, well and badly, with the log at TRACE, and looks for what must not be in it. */
class ProviderSecretsIT {

    @RegisterExtension
    static final TestingRedis REDIS = new TestingRedis();

    private static final List<String> KEYS = List.of(
            TestingOpenAi.KEY,
            TestingGemini.KEY,
            TestingKie.KEY,
            TestingPiapi.KEY,
            TestingNanoBanana.KEY,
            TestingFal.KEY,
            TestingReplicate.KEY,
            TestingTencent.KEY);

    private static final String PROMPT = "a very private prompt";
    private static final Image IMAGE = TestingImages.disc(128);

    private final Map<Provider, TestingProvider> fakes = new EnumMap<>(Provider.class);
    private TestingPurchasing purchasing;

    @BeforeEach
    void start() {
        fakes.put(Provider.OPENAI, new TestingOpenAi());
        fakes.put(Provider.GEMINI, new TestingGemini());
        fakes.put(Provider.KIE, new TestingKie());
        fakes.put(Provider.PIAPI, new TestingPiapi());
        fakes.put(Provider.NANOBANANA, new TestingNanoBanana());
        fakes.put(Provider.FAL, new TestingFal());
        fakes.put(Provider.REPLICATE, new TestingReplicate());
        fakes.put(Provider.TENCENT, new TestingTencent());
        purchasing = new TestingPurchasing(REDIS, environment());
        purchasing.redis().getKeys().flushall();
    }

    @AfterEach
    void stop() {
        purchasing.close();
        fakes.values().forEach(TestingProvider::close);
    }

    @Test
    void writesNoKeyNoPromptAndNoImageAnywhere() {
        List<Exchange> ended = new ArrayList<>();
        String log;
        try (TestingLog kept = new TestingLog()) {
            for (ProviderRequest request : requests().toList()) {
                for (Provider provider : Provider.values()) {
                    fail(provider);
                    ended.add(purchasing.buy(request, provider.wireName()));
                    purchasing.redis().getKeys().flushall();
                }
            }
            log = kept.text();
        }

        assertThat(fakes.values()).allSatisfy(fake -> assertThat(fake.calls()).isNotEmpty());
        assertThat(ended.stream().filter(exchange -> exchange.getException() == null))
                .isNotEmpty();
        assertThat(log).contains("TRACE ").contains("DEBUG ");
        assertHolds(log, "log");
        for (Exchange exchange : ended) {
            assertHolds(MessageHelper.dumpMessageHistoryStacktrace(exchange, null, false), "message history");
            assertHolds(exchange.getMessage().getHeaders().toString(), "headers");
            assertHolds(exchange.getAllProperties().toString(), "properties");
            assertHolds(TestingPurchasing.rows(exchange).toString(), "rows");
            for (Throwable cause = exchange.getException(); cause != null; cause = cause.getCause()) {
                assertHolds(String.valueOf(cause.getMessage()), "exception");
            }
        }
    }

    /** Every other call goes wrong in a way that quotes what it was asked. */
    private void fail(Provider provider) {
        TestingProvider fake = Objects.requireNonNull(fakes.get(provider));
        if (fake.calls().size() % 2 == 0) {
            fake.next(Mishap.answer(
                    400, "{\"error\":{\"message\":\"bad\"},\"detail\":\"bad\",\"code\":400,\"msg\":\"bad\"}"));
        }
    }

    private static void assertHolds(String text, String place) {
        for (String key : KEYS) {
            assertThat(text.contains(key)).as("a key in %s: %s", place, key).isFalse();
        }
        assertThat(text.contains(Json.base64(IMAGE.bytes()).substring(0, 80)))
                .as("an image in %s", place)
                .isFalse();
        assertThat(text.contains(PROMPT)).as("a prompt in %s", place).isFalse();
    }

    private static Stream<ProviderRequest> requests() {
        return Stream.of(
                new Vision(Capability.UNDERSTAND_IMAGE, "You look.", PROMPT, List.of(IMAGE)),
                new Vision(Capability.SCORE_IMAGE, "You judge.", PROMPT, List.of(IMAGE)),
                new Picture(PROMPT, List.of(IMAGE), 1024),
                new Picture(PROMPT, List.of(), 1024),
                new Cutout(IMAGE),
                new Model(IMAGE, Map.of(), null, false));
    }

    private Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>();
        environment.put("OPENAI_API_KEY", TestingOpenAi.KEY);
        environment.put("OPENAI_BASE_URL", url(Provider.OPENAI) + "/v1");
        environment.put("GEMINI_API_KEY", TestingGemini.KEY);
        environment.put("GEMINI_BASE_URL", url(Provider.GEMINI));
        environment.put("KIE_API_KEY", TestingKie.KEY);
        environment.put("KIE_BASE_URL", url(Provider.KIE));
        environment.put("worker.providers.kie.upload_url", url(Provider.KIE) + "/uploads");
        environment.putAll(((TestingPiapi) Objects.requireNonNull(fakes.get(Provider.PIAPI))).environment());
        environment.put("NANOBANANA_API_KEY", TestingNanoBanana.KEY);
        environment.put("NANOBANANA_BASE_URL", url(Provider.NANOBANANA) + "/api/v1");
        environment.put("FAL_API_KEY", TestingFal.KEY);
        environment.put("FAL_BASE_URL", url(Provider.FAL));
        environment.put("REPLICATE_API_KEY", TestingReplicate.KEY);
        environment.put("REPLICATE_BASE_URL", url(Provider.REPLICATE) + "/v1");
        environment.put("TENCENT_SECRET_ID", TestingTencent.ID);
        environment.put("TENCENT_SECRET_KEY", TestingTencent.KEY);
        environment.put("TENCENT_ENDPOINT", url(Provider.TENCENT));
        return environment;
    }

    private String url(Provider provider) {
        return Objects.requireNonNull(fakes.get(provider)).url();
    }
}
