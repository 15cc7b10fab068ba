// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.flow;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** Builds task payloads and reads callbacks with Jackson, so that neither end of a flow is our own codec. */
final class Payload {

    private static final CBORMapper CBOR = new CBORMapper();

    private Payload() {}

    /** Encode a preview task for a small image from the front, with keys more or other than the usual ones. */
    static byte[] preview(String callbackUrl, byte[] glb, Map<String, Object> more) {
        var task = new LinkedHashMap<String, Object>();
        task.put("model_hash", "hash-1");
        task.put("callback_url", callbackUrl);
        task.put("input_format", ".glb");
        task.put("input_model", glb);
        task.put("preview", Map.of("angles", new String[] {"front", "three_quarter"}, "width", 128, "height", 128));
        task.putAll(more);
        task.values().removeIf(value -> value.equals(ABSENT));
        return encode(task);
    }

    /** Marks a key to be left out. */
    static final Object ABSENT = new Object();

    static byte[] encode(Object value) {
        try {
            return CBOR.writeValueAsBytes(value);
        } catch (JsonProcessingException impossible) {
            throw new AssertionError("payload: not encodable", impossible);
        }
    }

    static JsonNode decode(byte[] callback) {
        try {
            return CBOR.readTree(callback);
        } catch (IOException broken) {
            throw new AssertionError("callback: not CBOR", broken);
        }
    }
}
