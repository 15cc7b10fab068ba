// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.provider;

import com.avvyland.worker.task.Bytes;
import com.avvyland.worker.task.Image;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Base64;

/** Reads and writes the JSON of providers: hostile on the way in, exact on the way out. Safe for any thread. */
public final class Json {

    /** An image of 64 MiB in Base64, and something around it. */
    private static final int LONGEST = 96 << 20;

    private static final ObjectMapper MAPPER = new ObjectMapper(JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(64)
                    .maxStringLength(LONGEST)
                    .maxDocumentLength(LONGEST)
                    .build())
            .build());

    private Json() {}

    /** Return an object to fill. */
    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    /** Return the bytes to send. */
    public static Bytes bytes(JsonNode node) {
        try {
            return Bytes.of(MAPPER.writeValueAsBytes(node));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("json: not writable (expected: a tree)", e);
        }
    }

    /** Read an answer; one that is no JSON, or an empty one, is a missing node: callers look for what they need. */
    public static JsonNode read(Bytes body) {
        try {
            JsonNode node = MAPPER.readTree(body.array(), body.offset(), body.length());
            return node == null ? MissingNode.getInstance() : node;
        } catch (IOException e) {
            return MissingNode.getInstance();
        }
    }

    /** Read JSON that is a string inside JSON. */
    public static JsonNode read(String text) {
        try {
            JsonNode node = MAPPER.readTree(text);
            return node == null ? MissingNode.getInstance() : node;
        } catch (IOException e) {
            return MissingNode.getInstance();
        }
    }

    /** Return an image as a {@code data:} URI. */
    public static String dataUri(Image image) {
        return "data:%s;base64,%s".formatted(image.mime(), base64(image.bytes()));
    }

    /** Return bytes as Base64. */
    public static String base64(Bytes bytes) {
        return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }

    /**
     * Return the bytes of Base64.
     *
     * @throws ProviderException {@link Fault#EMPTY_RESULT} for text that is none
     */
    public static Bytes unbase64(String text) {
        try {
            return Bytes.of(Base64.getDecoder().decode(text));
        } catch (IllegalArgumentException e) {
            throw new ProviderException(Fault.EMPTY_RESULT, "image: no Base64 (expected: Base64)", e);
        }
    }
}
