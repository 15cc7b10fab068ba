// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.provider;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.util.Map;
import java.util.Set;

/** Reads the JSON of a reading, and holds it against its schema. Safe for any thread. */
final class Readings {

    /** A description, not a book: 256 KiB of JSON, 16 levels deep. */
    private static final int LONGEST = 256 << 10;

    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(16)
                    .maxStringLength(LONGEST)
                    .maxDocumentLength(LONGEST)
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build());

    private static final Map<Capability, JsonSchema> SCHEMAS = Map.of(
            Capability.UNDERSTAND_IMAGE, schema(Capability.UNDERSTAND_IMAGE),
            Capability.SCORE_IMAGE, schema(Capability.SCORE_IMAGE));

    private Readings() {}

    /** Return the reading without what a talkative model wrote around it, when it meets its schema. */
    static String checked(Capability capability, String text) {
        JsonNode node = parse(text);
        JsonSchema schema = SCHEMAS.get(capability);
        Set<ValidationMessage> wrong = schema == null ? Set.of() : schema.validate(node);
        if (!wrong.isEmpty()) {
            throw new ProviderException(
                    Fault.BAD_JSON,
                    "reading: %s (expected: its schema)"
                            .formatted(wrong.iterator().next().getMessage()));
        }
        if (capability == Capability.SCORE_IMAGE) {
            double score = node.path("score").asDouble();
            if (score < 0 || score > 1) {
                throw new ProviderException(Fault.BAD_JSON, "score: %s (expected: 0..1)".formatted(score));
            }
        }
        return node.toString();
    }

    static JsonNode parse(String text) {
        String body = unfenced(text.strip());
        if (body.length() > LONGEST) {
            throw new ProviderException(
                    Fault.BAD_JSON, "reading: %d characters (expected: at most %d)".formatted(body.length(), LONGEST));
        }
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            throw new ProviderException(Fault.BAD_JSON, "reading: no JSON (expected: its schema)", e);
        }
    }

    /** Models that know no strict mode put JSON into a fence of Markdown. */
    private static String unfenced(String text) {
        if (!text.startsWith("```")) {
            return text;
        }
        int start = text.indexOf('\n');
        int end = text.lastIndexOf("```");
        return start > 0 && end > start ? text.substring(start + 1, end).strip() : text;
    }

    private static JsonSchema schema(Capability capability) {
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(AnswerSchema.of(capability).json());
    }
}
