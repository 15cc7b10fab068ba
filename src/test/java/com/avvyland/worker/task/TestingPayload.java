// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.task;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** Builds task payloads as a producer would: a sound {@code model.preview.v1} to start from, changed key by key. */
public final class TestingPayload {

    private final Map<String, Object> fields = new LinkedHashMap<>();

    private TestingPayload() {}

    /** Start with a task that can be decoded. */
    public static TestingPayload sound() {
        return new TestingPayload()
                .with("model_hash", "hash-1")
                .with("callback_url", "https://state.example.com/callback")
                .with("input_format", "GLB")
                .with("input_model", Bytes.of("glTF-model-bytes".repeat(40).getBytes(StandardCharsets.US_ASCII)));
    }

    /** Set a key. */
    public TestingPayload with(String key, Object value) {
        fields.put(key, value);
        return this;
    }

    /** Leave a key out. */
    public TestingPayload without(String key) {
        fields.remove(key);
        return this;
    }

    /** Encode the payload. */
    public Bytes bytes() {
        return CborEncoder.encode(fields);
    }
}
