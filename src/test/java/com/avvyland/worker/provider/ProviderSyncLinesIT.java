// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.provider;

import com.avvyland.worker.provider.ProviderRequest.Cutout;
import com.avvyland.worker.provider.ProviderRequest.Picture;
import com.avvyland.worker.provider.ProviderRequest.Vision;
import com.avvyland.worker.provider.TestingProvider.Mishap;
import com.avvyland.worker.provider.gemini.TestingGemini;
import com.avvyland.worker.provider.kie.TestingKie;
import com.avvyland.worker.provider.openai.TestingOpenAi;
import com.avvyland.worker.task.Image;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;

/** Holds the lines of providers that answer at once against {@link ProviderContract}; some are in {@link ProviderLinesIT}. */
class ProviderSyncLinesIT {

    private static final Picture PICTURE = new Picture("a disc", List.of(TestingImages.disc(64)), 1024);

    @Nested
    class OpenAiScoreImage extends ProviderContract {
        @Override
        protected ProviderLine line() {
            TestingOpenAi fake = new TestingOpenAi();
            return openAi(fake, vision(Capability.SCORE_IMAGE))
                    .fails(Fault.EMPTY_RESULT, () -> fake.say(""))
                    .fails(Fault.BAD_JSON, () -> fake.say("{\"score\":7,\"reasons\":[\"clean\"]}"))
                    .fails(Fault.JOB_FAILED, Mishap.answer(200, "{\"status\":\"failed\",\"output\":[]}"));
        }
    }

    @Nested
    class OpenAiGenerateImage extends ProviderContract {
        @Override
        protected ProviderLine line() {
            return openAi(new TestingOpenAi(), PICTURE)
                    .fails(Fault.EMPTY_RESULT, Mishap.answer(200, "{\"created\":1790000000,\"data\":[]}"));
        }
    }

    @Nested
    class OpenAiRemoveBackground extends ProviderContract {
        @Override
        protected ProviderLine line() {
            Image opaque = TestingImages.disc(64);
            return openAi(new TestingOpenAi(), new Cutout(opaque))
                    .fails(
                            Fault.EMPTY_RESULT,
                            Mishap.answer(
                                    200, "{\"data\":[{\"b64_json\":\"%s\"}]}".formatted(Json.base64(opaque.bytes()))));
        }
    }

    @Nested
    class GeminiUnderstandImage extends ProviderContract {
        @Override
        protected ProviderLine line() {
            return geminiReading(Capability.UNDERSTAND_IMAGE);
        }
    }

    @Nested
    class GeminiScoreImage extends ProviderContract {
        @Override
        protected ProviderLine line() {
            return geminiReading(Capability.SCORE_IMAGE);
        }
    }

    @Nested
    class GeminiGenerateImage extends ProviderContract {
        @Override
        protected ProviderLine line() {
            return gemini(PICTURE).fails(Fault.EMPTY_RESULT, Mishap.answer(200, TestingGemini.Mishaps.words()));
        }
    }

    @Nested
    class KieUnderstandImage extends ProviderContract {
        @Override
        protected ProviderLine line() {
            return kieReading(Capability.UNDERSTAND_IMAGE);
        }
    }

    @Nested
    class KieScoreImage extends ProviderContract {
        @Override
        protected ProviderLine line() {
            return kieReading(Capability.SCORE_IMAGE);
        }
    }

    private static Vision vision(Capability capability) {
        return new Vision(capability, "You look.", "What is it?", List.of(TestingImages.disc(64)));
    }

    private static ProviderLine openAi(TestingOpenAi fake, ProviderRequest request) {
        return ProviderLine.sync(
                        Provider.OPENAI,
                        fake,
                        Map.of("OPENAI_API_KEY", TestingOpenAi.KEY, "OPENAI_BASE_URL", fake.url() + "/v1"),
                        request)
                .fails(Fault.QUOTA_OR_CREDITS, Mishap.answer(429, "{\"error\":{\"code\":\"insufficient_quota\"}}"))
                .fails(Fault.SAFETY_REFUSAL, Mishap.answer(400, "{\"error\":{\"code\":\"moderation_blocked\"}}"));
    }

    private static ProviderLine geminiReading(Capability capability) {
        return gemini(vision(capability)).fails(Fault.BAD_JSON, Mishap.answer(200, TestingGemini.Mishaps.words()));
    }

    private static ProviderLine gemini(ProviderRequest request) {
        TestingGemini fake = new TestingGemini();
        return ProviderLine.sync(
                        Provider.GEMINI,
                        fake,
                        Map.of("GEMINI_API_KEY", TestingGemini.KEY, "GEMINI_BASE_URL", fake.url()),
                        request)
                .fails(Fault.SAFETY_REFUSAL, Mishap.answer(200, TestingGemini.Mishaps.blocked("PROHIBITED_CONTENT")))
                .fails(Fault.EMPTY_RESULT, Mishap.answer(200, TestingGemini.Mishaps.ended("MAX_TOKENS")));
    }

    private static ProviderLine kieReading(Capability capability) {
        TestingKie fake = new TestingKie();
        return ProviderLine.sync(
                        Provider.KIE,
                        fake,
                        Map.of("KIE_API_KEY", TestingKie.KEY, "KIE_BASE_URL", fake.url()),
                        vision(capability))
                .fails(Fault.JOB_FAILED, Mishap.answer(200, "{\"code\":501,\"msg\":\"generation failed\"}"))
                .fails(Fault.EMPTY_RESULT, () -> fake.say(""))
                .fails(Fault.BAD_JSON, () -> fake.say("a disc"))
                .fails(Fault.QUOTA_OR_CREDITS, Mishap.answer(200, "{\"code\":402,\"msg\":\"insufficient credits\"}"))
                .fails(
                        Fault.SAFETY_REFUSAL,
                        Mishap.answer(200, "{\"choices\":[{\"message\":{\"refusal\":\"I can't\"}}]}"));
    }
}
