// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.task;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Mirrors the payload of {@code model.preview.v1} and {@code model.object_pipeline.v1}, which have the same keys,
 * before anything of it is trusted.
 */
record ModelPayload(
        @Nullable String modelHash,
        @Nullable String callbackUrl,
        @Nullable String traceparent,
        @Nullable String tracestate,
        @Nullable List<String> priorityProviders,
        @Nullable String inputFormat,
        @Nullable Bytes inputModel,
        @Nullable String inputModelUrl,
        @Nullable String inputModelSha256,
        @Nullable Map<String, Bytes> inputResources,
        @Nullable PreviewPayload preview) {

    /** Return the task of {@code model.preview.v1}, checked. */
    ModelPreviewTask previewTask() {
        return new ModelPreviewTask(
                Field.required("model_hash", modelHash, 512),
                CallbackAddress.checked(callbackUrl),
                Field.optional("traceparent", traceparent, 55),
                Field.optional("tracestate", tracestate, 512),
                priorityProviders == null ? List.of() : priorityProviders,
                source(),
                preview == null ? PreviewOptions.UNSET : preview.options());
    }

    /** Return the task of {@code model.object_pipeline.v1}, checked. */
    ObjectPipelineTask objectPipelineTask() {
        return new ObjectPipelineTask(
                Field.required("model_hash", modelHash, 512),
                CallbackAddress.checked(callbackUrl),
                Field.optional("traceparent", traceparent, 55),
                Field.optional("tracestate", tracestate, 512),
                priorityProviders == null ? List.of() : priorityProviders,
                source(),
                preview == null ? PreviewOptions.UNSET : preview.options());
    }

    private ModelSource source() {
        return source(inputFormat, inputModel, inputModelUrl, inputModelSha256, inputResources);
    }

    /** Return where a payload's model is, checked. */
    static ModelSource source(
            @Nullable String format,
            @Nullable Bytes model,
            @Nullable String url,
            @Nullable String sha256,
            @Nullable Map<String, Bytes> resources) {
        return new ModelSource(
                Field.required("input_format", format, 32),
                model,
                Field.optional("input_model_url", url, 2048),
                Field.sha256("input_model_sha256", sha256),
                resources == null ? Map.of() : resources);
    }
}
