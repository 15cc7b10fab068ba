// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.provider;

import com.avvyland.worker.provider.ProviderRequest.Cutout;
import com.avvyland.worker.provider.ProviderRequest.Model;
import com.avvyland.worker.provider.ProviderRequest.Picture;
import com.avvyland.worker.provider.ProviderRequest.Vision;
import com.avvyland.worker.provider.TestingProvider.Answer;
import com.avvyland.worker.provider.TestingProvider.Mishap;
import com.avvyland.worker.provider.fal.TestingFal;
import com.avvyland.worker.provider.kie.TestingKie;
import com.avvyland.worker.provider.nanobanana.TestingNanoBanana;
import com.avvyland.worker.provider.tencent.TestingTencent;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;

/** Holds the lines of providers that work by jobs against {@link ProviderJobContract}; some are in {@link ProviderLinesIT}. */
class ProviderJobLinesIT {

    private static final Picture PICTURE = new Picture("a disc", List.of(TestingImages.disc(64)), 1024);
    private static final Picture PROMPT = new Picture("a disc", List.of(), 1024);
    private static final Cutout CUTOUT = new Cutout(TestingImages.disc(300));
    private static final Model MODEL = new Model(TestingImages.disc(256), Map.of(), null, false);

    @Nested
    class KieGenerateImage extends ProviderJobContract {
        @Override
        protected ProviderLine line() {
            return kie(PICTURE);
        }
    }

    @Nested
    class KieRemoveBackground extends ProviderJobContract {
        @Override
        protected ProviderLine line() {
            return kie(CUTOUT);
        }
    }

    @Nested
    class NanoBananaGenerateImage extends ProviderJobContract {
        @Override
        protected ProviderLine line() {
            TestingNanoBanana fake = new TestingNanoBanana();
            return ProviderLine.job(
                            Provider.NANOBANANA,
                            fake,
                            Map.of(
                                    "NANOBANANA_API_KEY",
                                    TestingNanoBanana.KEY,
                                    "NANOBANANA_BASE_URL",
                                    fake.url() + "/api/v1"),
                            PROMPT)
                    .fails(Fault.QUOTA_OR_CREDITS, Mishap.answer(200, "{\"code\":402,\"msg\":\"no credits\"}"))
                    .fails(Fault.SAFETY_REFUSAL, () -> fake.failWith(3, "flagged as sensitive content"))
                    .fails(Fault.JOB_FAILED, () -> fake.failWith(3, "generation failed"));
        }
    }

    @Nested
    class FalUnderstandImage extends ProviderJobContract {
        @Override
        protected ProviderLine line() {
            return falReading(Capability.UNDERSTAND_IMAGE);
        }
    }

    @Nested
    class FalScoreImage extends ProviderJobContract {
        @Override
        protected ProviderLine line() {
            return falReading(Capability.SCORE_IMAGE);
        }
    }

    @Nested
    class FalGenerateImage extends ProviderJobContract {
        @Override
        protected ProviderLine line() {
            return fal(new TestingFal(), PICTURE);
        }
    }

    @Nested
    class FalRemoveBackground extends ProviderJobContract {
        @Override
        protected ProviderLine line() {
            return fal(new TestingFal(), CUTOUT);
        }
    }

    @Nested
    class FalGenerateModel extends ProviderJobContract {
        @Override
        protected ProviderLine line() {
            return fal(new TestingFal(), MODEL);
        }
    }

    /** The slow tests are skipped: the time limit of its client is fixed. */
    @Nested
    class TencentGenerateModel extends ProviderJobContract {
        @Override
        protected ProviderLine line() {
            return tencent();
        }
    }

    private static Vision vision(Capability capability) {
        return new Vision(capability, "You look.", "What is it?", List.of(TestingImages.disc(64)));
    }

    private static ProviderLine kie(ProviderRequest request) {
        TestingKie fake = new TestingKie();
        return ProviderLine.job(
                        Provider.KIE,
                        fake,
                        Map.of(
                                "KIE_API_KEY",
                                TestingKie.KEY,
                                "KIE_BASE_URL",
                                fake.url(),
                                "worker.providers.kie.upload_url",
                                fake.url() + "/uploads"),
                        request)
                .fails(Fault.QUOTA_OR_CREDITS, Mishap.answer(200, "{\"code\":402,\"msg\":\"insufficient credits\"}"))
                .fails(Fault.SAFETY_REFUSAL, () -> fake.failWith("flagged as sensitive content"))
                .fails(Fault.JOB_FAILED, () -> fake.failWith("the upstream broke"))
                .fails(Fault.EMPTY_RESULT, fake::succeedEmpty);
    }

    private static ProviderLine falReading(Capability capability) {
        TestingFal fake = new TestingFal();
        return fal(fake, vision(capability))
                .fails(Fault.EMPTY_RESULT, () -> fake.endWith(Answer.json(200, "{\"output\":\"\"}")))
                .fails(Fault.BAD_JSON, () -> fake.endWith(Answer.json(200, "{\"output\":\"a disc\"}")))
                .fails(Fault.RESULT_EXPIRED, () -> fake.endWith(TestingFal.detail(404, "Request not found")));
    }

    private static ProviderLine fal(TestingFal fake, ProviderRequest request) {
        return ProviderLine.job(
                        Provider.FAL, fake, Map.of("FAL_API_KEY", TestingFal.KEY, "FAL_BASE_URL", fake.url()), request)
                .fails(
                        Fault.QUOTA_OR_CREDITS,
                        Mishap.answer(403, "{\"detail\":\"User is locked. Reason: Exhausted balance.\"}"))
                .fails(Fault.SAFETY_REFUSAL, () -> fake.endWith(TestingFal.check("content_policy_violation", "prompt")))
                .fails(Fault.JOB_FAILED, () -> fake.endWith(TestingFal.detail(500, "broke")));
    }

    private static ProviderLine tencent() {
        TestingTencent fake = new TestingTencent();
        return ProviderLine.job(
                        Provider.TENCENT,
                        fake,
                        Map.of(
                                "TENCENT_SECRET_ID",
                                TestingTencent.ID,
                                "TENCENT_SECRET_KEY",
                                TestingTencent.KEY,
                                "TENCENT_MAX_CONCURRENCY",
                                "32",
                                "TENCENT_ENDPOINT",
                                fake.url()),
                        MODEL)
                .fails(Fault.RATE_LIMITED, refusal("RequestLimitExceeded"))
                .fails(Fault.OVERLOADED, refusal("FailedOperation.EngineServerLimitExceeded"))
                .fails(Fault.TRANSIENT, refusal("InternalError"))
                .fails(Fault.AUTH, refusal("AuthFailure.SecretIdNotFound"))
                .fails(Fault.QUOTA_OR_CREDITS, refusal("ResourceUnavailable.InArrears"))
                .fails(Fault.CONFIG, refusal("UnsupportedRegion"))
                .fails(Fault.INVALID_INPUT, refusal("InvalidParameterValue"))
                .fails(Fault.SAFETY_REFUSAL, () -> fake.failWith("OperationDenied.ImageIllegalDetected", "no"))
                .fails(Fault.JOB_FAILED, () -> fake.failWith("FailedOperation.InnerError", "broke"));
    }

    private static Mishap refusal(String code) {
        return Mishap.answer(
                200,
                "{\"Response\":{\"Error\":{\"Code\":\"%s\",\"Message\":\"no\"},\"RequestId\":\"r\"}}".formatted(code));
    }
}
