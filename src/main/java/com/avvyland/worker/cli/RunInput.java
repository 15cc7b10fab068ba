// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.cli;

import com.avvyland.worker.task.TaskType;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Holds a task as its producer would know it.
 *
 * @param name file name, for people
 * @param size bytes of the file
 * @param fields of the payload; {@code callback_url} is set when the receiver is known
 * @param headers of the asynq task
 * @param exported whether it is another system's task, whose receiver is not told
 */
record RunInput(
        TaskType type,
        String name,
        long size,
        Map<String, Object> fields,
        Map<String, String> headers,
        boolean exported) {

    /** Encode the payload, with an encoder that is not the worker's. */
    byte[] payload(String callbackUrl) throws JsonProcessingException {
        var task = new LinkedHashMap<>(fields);
        task.put("callback_url", callbackUrl);
        return new CBORMapper().writeValueAsBytes(task);
    }

    /** Return the model or picture that the task brings, where it brings one inline. */
    byte @Nullable [] source() {
        return fields.get("input_model") instanceof byte[] bytes ? bytes : null;
    }

    /** Return the extension of the model, as {@code .glb}. */
    String format() {
        return String.valueOf(fields.getOrDefault("input_format", ""));
    }

    /** Tell whether the model lies in S3. */
    boolean inStore() {
        return fields.get("input_model_url") instanceof String url && url.startsWith("s3:");
    }
}
