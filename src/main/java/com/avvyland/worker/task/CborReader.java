// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.task;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import com.fasterxml.jackson.dataformat.cbor.CBORParser;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import java.io.IOException;

/**
 * Reads a CBOR document into records: checked first, then bound by Jackson, byte strings as {@link Bytes} of the same
 * array.
 *
 * <p>Keys are the components' names in snake case; a key nobody knows is ignored, null counts as absent, and no value
 * is turned into another type. Safe to use from any thread.
 */
public final class CborReader {

    private final CborLimits limits;
    private final ObjectMapper mapper;

    public CborReader(CborLimits limits) {
        this.limits = limits;
        this.mapper = mapper(limits);
    }

    /**
     * Decode a document.
     *
     * @throws RefusedCborException permanent, when the document itself is refused
     * @throws TaskFailure permanent, when a value is not what the record wants
     */
    public <T> T read(Bytes document, Class<T> type) {
        CborCheck.check(document, limits);
        return bind(document, type);
    }

    /** Decode a document that was checked. */
    <T> T bind(Bytes document, Class<T> type) {
        try (CBORParser parser = open(document)) {
            parser.nextToken();
            long base = parser.currentTokenLocation().getByteOffset();
            T value = mapper.readerFor(type)
                    .withAttribute(BytesDeserializer.ORIGIN, new BytesDeserializer.Origin(document, base))
                    .readValue(parser);
            if (value == null) {
                throw new TaskFailure(FailureCode.INVALID_PAYLOAD, "payload: null (expected: a map)");
            }
            return value;
        } catch (JsonMappingException e) {
            throw new TaskFailure(FailureCode.INVALID_PAYLOAD, WrongValue.describe(e), e);
        } catch (JsonProcessingException e) {
            throw new TaskFailure(FailureCode.INVALID_PAYLOAD, "payload: not readable (expected: docs/wire.cddl)", e);
        } catch (IOException e) {
            throw new IllegalStateException("payload: not readable (expected: an array in memory)", e);
        }
    }

    /** Open a streaming parser on a document that was checked. */
    CBORParser open(Bytes document) throws IOException {
        return (CBORParser) mapper.getFactory().createParser(document.array(), document.offset(), document.length());
    }

    /** Return the limits. */
    CborLimits limits() {
        return limits;
    }

    /** Return the mapper, for Camel's data format; nobody changes it. */
    ObjectMapper mapper() {
        return mapper;
    }

    private static ObjectMapper mapper(CborLimits limits) {
        CBORFactory factory = CBORFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(limits.maxDepth())
                        .maxStringLength(limits.maxText())
                        .maxNameLength(limits.maxKey())
                        .maxNumberLength(64)
                        .maxDocumentLength(limits.maxBytes())
                        .maxTokenCount(2L * limits.maxItems())
                        .build())
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build();
        SimpleModule module = new SimpleModule()
                .addDeserializer(String.class, new TextDeserializer())
                .addDeserializer(Bytes.class, new BytesDeserializer());
        return CBORMapper.builder(factory)
                .addModule(module)
                .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .defaultSetterInfo(JsonSetter.Value.forContentNulls(Nulls.FAIL))
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .build();
    }
}
