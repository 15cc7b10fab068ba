// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.task;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Says where a task's model is: inline, or behind a URL; exactly one of the two.
 *
 * @param inputFormat file extension in lower case with its dot, {@code .glb}
 * @param bytes the model, a run inside the task's payload; absent when {@code url} is there
 * @param url {@code s3://bucket/key} or {@code https://...}; absent when {@code bytes} is there
 * @param sha256 lower-case hex that the bytes must match; absent when the producer gave none
 * @param resources the files a {@code .gltf} or {@code .obj} refers to, by relative path
 */
public record ModelSource(
        String inputFormat,
        @Nullable Bytes bytes,
        @Nullable String url,
        @Nullable String sha256,
        Map<String, Bytes> resources) {

    public ModelSource {
        String extension = inputFormat.toLowerCase(Locale.ROOT);
        inputFormat = extension.startsWith(".") ? extension : "." + extension;
        resources = Map.copyOf(resources);
        if ((bytes == null) == (url == null)) {
            throw new TaskFailure(
                    FailureCode.INVALID_PAYLOAD,
                    "input_model: %s (expected: exactly one of input_model and input_model_url)"
                            .formatted(bytes == null ? "absent" : "given beside input_model_url"));
        }
    }
}
