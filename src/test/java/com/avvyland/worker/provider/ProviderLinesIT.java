// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.provider;

import com.avvyland.worker.provider.ProviderRequest.Cutout;
import com.avvyland.worker.provider.ProviderRequest.Model;
import com.avvyland.worker.provider.ProviderRequest.Picture;
import com.avvyland.worker.provider.ProviderRequest.Vision;
import com.avvyland.worker.provider.TestingProvider.Mishap;
import com.avvyland.worker.provider.openai.TestingOpenAi;
import com.avvyland.worker.provider.piapi.TestingPiapi;
import com.avvyland.worker.provider.replicate.TestingReplicate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;

/** Holds every line of {@code routes/providers.camel.yaml} against {@link ProviderContract}. */
class ProviderLinesIT {

    private static final Cutout CUTOUT = new Cutout(TestingImages.disc(64));
    private static final Picture PICTURE = new Picture("a disc", List.of(TestingImages.disc(64)), 1024);
    private static final Model MODEL = new Model(TestingImages.disc(64), Map.of(), 50_000, true);

    private static Vision vision(Capability capability) {
        return new Vision(capability, "You look.", "What is it?", List.of(TestingImages.disc(64)));
    }

    @Nested
    class OpenAiUnderstandImage extends ProviderContract {
        @Override
        protected ProviderLine line() {
            TestingOpenAi fake = new TestingOpenAi();
            Map<String, String> environment =
                    Map.of("OPENAI_API_KEY", TestingOpenAi.KEY, "OPENAI_BASE_URL", fake.url() + "/v1");
            return ProviderLine.sync(Provider.OPENAI, fake, environment, vision(Capability.UNDERSTAND_IMAGE))
                    .fails(Fault.QUOTA_OR_CREDITS, error(429, "insufficient_quota"))
                    .fails(Fault.SAFETY_REFUSAL, answer("{\"type\":\"refusal\",\"refusal\":\"I can't\"}"))
                    .fails(Fault.EMPTY_RESULT, answer(""))
                    .fails(Fault.BAD_JSON, answer("{\"type\":\"output_text\",\"text\":\"a disc\"}"))
                    .fails(Fault.JOB_FAILED, Mishap.answer(200, "{\"status\":\"failed\",\"output\":[]}"));
        }

        private static Mishap error(int status, String code) {
            return Mishap.answer(status, "{\"error\":{\"code\":\"%s\",\"message\":\"no\"}}".formatted(code));
        }

        private static Mishap answer(String part) {
            return Mishap.answer(
                    200,
                    "{\"status\":\"completed\",\"output\":[{\"type\":\"message\",\"content\":[%s]}]}".formatted(part));
        }
    }

    @Nested
    class ReplicateRemoveBackground extends ProviderJobContract {
        @Override
        protected ProviderLine line() {
            TestingReplicate fake = new TestingReplicate();
            Map<String, String> environment =
                    Map.of("REPLICATE_API_KEY", TestingReplicate.KEY, "REPLICATE_BASE_URL", fake.url() + "/v1");
            return ProviderLine.job(Provider.REPLICATE, fake, environment, CUTOUT)
                    .fails(Fault.SAFETY_REFUSAL, () -> fake.failWith("NSFW content detected"))
                    .fails(Fault.JOB_FAILED, () -> fake.failWith("CUDA out of memory"));
        }
    }

    @Nested
    class PiapiUnderstandImage extends ProviderContract {
        @Override
        protected ProviderLine line() {
            return piapiReading(Capability.UNDERSTAND_IMAGE);
        }
    }

    @Nested
    class PiapiScoreImage extends ProviderContract {
        @Override
        protected ProviderLine line() {
            return piapiReading(Capability.SCORE_IMAGE);
        }
    }

    @Nested
    class PiapiGenerateImage extends ProviderJobContract {
        @Override
        protected ProviderLine line() {
            return piapiTask(PICTURE);
        }
    }

    @Nested
    class PiapiRemoveBackground extends ProviderJobContract {
        @Override
        protected ProviderLine line() {
            return piapiTask(CUTOUT);
        }
    }

    @Nested
    class PiapiGenerateModel extends ProviderJobContract {
        @Override
        protected ProviderLine line() {
            return piapiTask(MODEL);
        }
    }

    private static ProviderLine piapiReading(Capability capability) {
        TestingPiapi fake = new TestingPiapi();
        return ProviderLine.sync(Provider.PIAPI, fake, fake.environment(), vision(capability))
                .fails(
                        Fault.QUOTA_OR_CREDITS,
                        Mishap.answer(200, "{\"code\":402,\"message\":\"insufficient balance\"}"))
                .fails(
                        Fault.SAFETY_REFUSAL,
                        Mishap.answer(200, "{\"choices\":[{\"message\":{\"refusal\":\"I can't\"}}]}"))
                .fails(Fault.EMPTY_RESULT, fake::deliverNothing)
                .fails(Fault.BAD_JSON, () -> fake.say("a disc"));
    }

    private static ProviderLine piapiTask(ProviderRequest request) {
        TestingPiapi fake = new TestingPiapi();
        return ProviderLine.job(Provider.PIAPI, fake, fake.environment(), request)
                .fails(
                        Fault.QUOTA_OR_CREDITS,
                        Mishap.answer(200, "{\"code\":402,\"message\":\"insufficient credits\"}"))
                .fails(Fault.SAFETY_REFUSAL, () -> fake.failWith("Completed", "NSFW content"))
                .fails(Fault.JOB_FAILED, () -> fake.failWith("Completed", "upstream broke"));
    }
}
