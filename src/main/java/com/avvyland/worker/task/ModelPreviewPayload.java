// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.task;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Mirrors the payload of {@code model.preview.v1} key by key, before anything of it is trusted. */
record ModelPreviewPayload(
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

    /** Return the task, checked. */
    ModelPreviewTask task() {
        return new ModelPreviewTask(
                Field.required("model_hash", modelHash, 512),
                CallbackAddress.checked(callbackUrl),
                Field.optional("traceparent", traceparent, 55),
                Field.optional("tracestate", tracestate, 512),
                priorityProviders == null ? List.of() : priorityProviders,
                new ModelSource(
                        Field.required("input_format", inputFormat, 32),
                        inputModel,
                        Field.optional("input_model_url", inputModelUrl, 2048),
                        Field.sha256("input_model_sha256", inputModelSha256),
                        inputResources == null ? Map.of() : inputResources),
                preview == null ? PreviewOptions.UNSET : preview.options());
    }
}
