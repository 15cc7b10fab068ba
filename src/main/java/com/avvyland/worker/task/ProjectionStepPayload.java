// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.task;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Mirrors the payload of {@code model.projection.step.v1} before anything of it is trusted. */
record ProjectionStepPayload(
        @Nullable String modelHash,
        @Nullable String callbackUrl,
        @Nullable String traceparent,
        @Nullable String tracestate,
        @Nullable List<String> priorityProviders,
        @Nullable String jobId,
        @Nullable String stepId,
        @Nullable Integer sequence,
        @Nullable String prompt,
        @Nullable String promptPack,
        @Nullable String view,
        @Nullable ImagePayload sourceImage,
        @Nullable String inputFormat,
        @Nullable Bytes inputModel,
        @Nullable String inputModelUrl,
        @Nullable String inputModelSha256,
        @Nullable Map<String, Bytes> inputResources,
        @Nullable List<ImagePayload> referenceImages,
        @Nullable Integer maxAttempts,
        @Nullable Double passScore) {

    /** What image models still follow; longer is a mistake of the producer. */
    private static final int LONGEST_PROMPT = 4000;

    /** Other sides of one object; models of images take no more than that. */
    private static final int MOST_REFERENCES = 8;

    private static final int MOST_ATTEMPTS = 10;
    private static final int MOST_STEPS = 10_000;

    /** Return the task, checked. */
    ProjectionStepTask task() {
        String pack = Field.optional("prompt_pack", promptPack, 64);
        return new ProjectionStepTask(
                Field.required("model_hash", modelHash, 512),
                CallbackAddress.checked(callbackUrl),
                Field.optional("traceparent", traceparent, 55),
                Field.optional("tracestate", tracestate, 512),
                priorityProviders == null ? List.of() : priorityProviders,
                Field.required("job_id", jobId, 256),
                Field.required("step_id", stepId, 256),
                Field.within("sequence", sequence == null ? -1 : sequence, 0, MOST_STEPS),
                Field.required("prompt", prompt, LONGEST_PROMPT),
                pack == null ? "default" : pack,
                Angle.parse("view", Field.required("view", view, 32)),
                sourceImage == null ? null : sourceImage.image("source_image"),
                source(),
                references(),
                maxAttempts == null ? null : Field.within("max_attempts", maxAttempts, 1, MOST_ATTEMPTS),
                score());
    }

    private @Nullable ModelSource source() {
        if (inputModel == null && (inputModelUrl == null || inputModelUrl.isEmpty())) {
            return null;
        }
        return new ModelSource(
                Field.required("input_format", inputFormat, 32),
                inputModel,
                Field.optional("input_model_url", inputModelUrl, 2048),
                Field.sha256("input_model_sha256", inputModelSha256),
                inputResources == null ? Map.of() : inputResources);
    }

    private List<Image> references() {
        List<ImagePayload> given = referenceImages == null ? List.of() : referenceImages;
        Field.within("reference_images", given.size(), 0, MOST_REFERENCES);
        List<Image> images = new ArrayList<>();
        for (int i = 0; i < given.size(); i++) {
            images.add(given.get(i).image("reference_images[%d]".formatted(i)));
        }
        return images;
    }

    private @Nullable Double score() {
        if (passScore != null && !(passScore >= 0 && passScore <= 1)) {
            throw Field.invalid("pass_score", String.valueOf(passScore), "0..1");
        }
        return passScore;
    }
}
