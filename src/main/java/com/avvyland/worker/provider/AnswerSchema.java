// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.provider;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * Holds the JSON Schema that a reading has to meet. It keeps to what strict modes of providers take: every property
 * required, nothing additional.
 *
 * @param name 1..64 letters, digits and underscores
 * @param json the schema itself
 */
public record AnswerSchema(String name, String json) {

    private static final AnswerSchema UNDERSTANDING = load("understanding");
    private static final AnswerSchema SCORE = load("image_score");

    static AnswerSchema of(Capability capability) {
        return switch (capability) {
            case UNDERSTAND_IMAGE -> UNDERSTANDING;
            case SCORE_IMAGE -> SCORE;
            case GENERATE_IMAGE, REMOVE_BACKGROUND, GENERATE_MODEL ->
                throw new IllegalArgumentException("capability: %s (expected: a reading)".formatted(capability));
        };
    }

    private static AnswerSchema load(String name) {
        String path = "/provider/%s.schema.json".formatted(name);
        try (InputStream stream = AnswerSchema.class.getResourceAsStream(path)) {
            if (stream == null) {
                throw new IllegalStateException(path + ": absent (expected: in the worker's jar)");
            }
            return new AnswerSchema(name, new String(stream.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
