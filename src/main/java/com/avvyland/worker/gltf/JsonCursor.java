// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.gltf;

import com.avvyland.worker.task.Bytes;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Walks hostile JSON forward, holding nothing of it but what the caller keeps: depth, names, strings, numbers and the
 * members of each object are bounded, and a name that comes twice in one object is refused.
 *
 * <p>Every reading method starts at the first token of a value and ends at its last one.
 */
final class JsonCursor implements AutoCloseable {

    private static final int MAX_DEPTH = 64;
    static final int MAX_MEMBERS = 65_536;
    private static final int MAX_NAME = 1_024;
    private static final int MAX_NUMBER = 64;
    /** Models come from many tools; what is longer than this is no name for people. */
    private static final int KEPT_NAME = 256;

    private static final JsonFactory FACTORY = new JsonFactoryBuilder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxNameLength(MAX_NAME)
                    .maxNumberLength(MAX_NUMBER)
                    // A data URI is one string; the document that holds it is bounded already.
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            // glTF is UTF-8; what looks like UTF-32 can fail with an exception that is not about JSON.
            .disable(JsonFactory.Feature.CHARSET_DETECTION)
            .disable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();

    private final JsonParser parser;

    JsonCursor(Bytes json) throws IOException {
        parser = open(json);
        if (parser.nextToken() == null) {
            throw GltfFault.invalid("gltf", "no JSON", "an object");
        }
    }

    /** Start reading; a byte order mark, which the specification lets a reader ignore, is. */
    static JsonParser open(Bytes json) throws IOException {
        byte[] array = json.array();
        int at = json.offset();
        boolean marked = json.length() >= 3
                && array[at] == (byte) 0xef
                && array[at + 1] == (byte) 0xbb
                && array[at + 2] == (byte) 0xbf;
        int skipped = marked ? 3 : 0;
        return FACTORY.createParser(array, at + skipped, json.length() - skipped);
    }

    /** Return the path of the current value as people write it: {@code nodes[3].children[1]}. */
    String path() {
        var path = new StringBuilder();
        append(path, parser.getParsingContext());
        return path.isEmpty() ? "gltf" : path.toString();
    }

    /** Tell whether the current value is an object. */
    boolean atObject() {
        return parser.currentToken() == JsonToken.START_OBJECT;
    }

    /** Tell whether the current value is a string. */
    boolean atString() {
        return parser.currentToken() == JsonToken.VALUE_STRING;
    }

    /** Tell whether the current value is the first of its array. */
    boolean isFirst() {
        return here().getCurrentIndex() == 0;
    }

    /** Enter an object; then {@link #nextMember()} until it is false. */
    void openObject() {
        expect(JsonToken.START_OBJECT, "an object");
    }

    /** Step to the value of the next member, or out of the object. */
    boolean nextMember() throws IOException {
        if (parser.nextToken() == JsonToken.END_OBJECT) {
            return false;
        }
        requireFewMembers();
        parser.nextToken();
        return true;
    }

    /** Return the name of the current member. */
    String member() throws IOException {
        return parser.currentName();
    }

    /** Enter an array; then {@link #nextElement} until it is false. */
    void openArray() {
        expect(JsonToken.START_ARRAY, "an array");
    }

    /**
     * Step to the next element, or out of the array.
     *
     * @throws com.avvyland.worker.task.TaskFailure {@code model_too_large}, when there are more than {@code limit}
     */
    boolean nextElement(int limit) throws IOException {
        if (parser.nextToken() == JsonToken.END_ARRAY) {
            return false;
        }
        if (here().getCurrentIndex() >= limit) {
            throw GltfFault.tooLarge(path(), "one more", "at most %d".formatted(limit));
        }
        return true;
    }

    /** Step over a value of any kind. */
    void skip() throws IOException {
        if (!parser.currentToken().isStructStart()) {
            return;
        }
        int open = 1;
        while (open > 0) {
            JsonToken token = parser.nextToken();
            if (token == null) {
                throw GltfFault.invalid("gltf", "end of JSON", "the rest of it");
            }
            if (token.isStructStart()) {
                open++;
            } else if (token.isStructEnd()) {
                open--;
            } else if (token == JsonToken.FIELD_NAME) {
                requireFewMembers();
            }
        }
    }

    /** Read an index into another array: 0 or greater. */
    int index() throws IOException {
        long value = integer();
        if (value > Integer.MAX_VALUE) {
            throw GltfFault.invalid(path(), value, "an index");
        }
        return (int) value;
    }

    /** Read a whole number that is not negative. */
    long integer() throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT) {
            long value = parser.getLongValue();
            if (value >= 0) {
                return value;
            }
            throw GltfFault.invalid(path(), value, "0 or greater");
        }
        // JSON Schema takes 4.0 for an integer, and some exporters write it.
        double value = number();
        if (value != Math.rint(value) || value < 0 || value > 1L << 53) {
            throw GltfFault.invalid(path(), value, "a whole number, 0 or greater");
        }
        return (long) value;
    }

    /** Read a finite number. */
    double number() throws IOException {
        if (!parser.currentToken().isNumeric()) {
            throw GltfFault.invalid(path(), parser.currentToken(), "a number");
        }
        double value = parser.getDoubleValue();
        if (!Double.isFinite(value)) {
            throw GltfFault.invalid(path(), value, "a finite number");
        }
        return value;
    }

    boolean bool() throws IOException {
        if (!parser.currentToken().isBoolean()) {
            throw GltfFault.invalid(path(), parser.currentToken(), "true or false");
        }
        return parser.getBooleanValue();
    }

    String string() throws IOException {
        expect(JsonToken.VALUE_STRING, "a string");
        return parser.getText();
    }

    /** Read a string that is only shown to people: cut where it is absurdly long. */
    String name() throws IOException {
        String name = string();
        return name.length() > KEPT_NAME ? name.substring(0, KEPT_NAME) : name;
    }

    int[] indices(int limit) throws IOException {
        openArray();
        int[] values = new int[8];
        int count = 0;
        while (nextElement(limit)) {
            if (count == values.length) {
                values = Arrays.copyOf(values, count * 2);
            }
            values[count++] = index();
        }
        return Arrays.copyOf(values, count);
    }

    double[] numbers(int limit) throws IOException {
        openArray();
        double[] values = new double[limit];
        int count = 0;
        while (nextElement(limit)) {
            values[count++] = number();
        }
        return Arrays.copyOf(values, count);
    }

    List<String> strings(int limit) throws IOException {
        openArray();
        List<String> values = new ArrayList<>();
        while (nextElement(limit)) {
            values.add(name());
        }
        return List.copyOf(values);
    }

    /** Read an object whose every member is an index. */
    Map<String, Integer> indexMap(int limit) throws IOException {
        openObject();
        var values = new TreeMap<String, Integer>();
        while (nextMember()) {
            if (values.size() == limit) {
                throw GltfFault.tooLarge(path(), "one more", "at most %d members".formatted(limit));
            }
            values.put(member(), index());
        }
        return Collections.unmodifiableMap(values);
    }

    /** Step over a value and return each {@code index} in it that belongs to a member named like {@code ...Texture}. */
    int[] textureIndices(int limit) throws IOException {
        expect(JsonToken.START_OBJECT, "an object");
        int[] found = new int[4];
        int count = 0;
        int open = 1;
        while (open > 0) {
            JsonToken token = parser.nextToken();
            if (token.isStructStart()) {
                open++;
            } else if (token.isStructEnd()) {
                open--;
            } else if (token == JsonToken.FIELD_NAME) {
                requireFewMembers();
            } else if (token.isNumeric() && namesTexture()) {
                if (count == limit) {
                    throw GltfFault.tooLarge(path(), "one more", "fewer textures in one material");
                }
                found = count == found.length ? Arrays.copyOf(found, count * 2) : found;
                found[count++] = index();
            }
        }
        return Arrays.copyOf(found, count);
    }

    /** Require that nothing comes after the document. */
    void end() throws IOException {
        if (parser.nextToken() != null) {
            throw GltfFault.invalid("gltf", "more after the JSON document", "its end");
        }
    }

    @Override
    public void close() throws IOException {
        parser.close();
    }

    private void expect(JsonToken token, String what) {
        if (parser.currentToken() != token) {
            throw GltfFault.invalid(path(), String.valueOf(parser.currentToken()), what);
        }
    }

    private void requireFewMembers() {
        if (parser.getParsingContext().getEntryCount() > MAX_MEMBERS) {
            throw GltfFault.tooLarge(path(), "one more", "at most %d members".formatted(MAX_MEMBERS));
        }
    }

    private boolean namesTexture() throws IOException {
        JsonStreamContext parent = parser.getParsingContext().getParent();
        return "index".equals(parser.currentName())
                && parent != null
                && parent.getCurrentName() != null
                && parent.getCurrentName().endsWith("Texture");
    }

    /** An opened structure is its own context already; the value it is has its place in the one around it. */
    private JsonStreamContext here() {
        JsonStreamContext context = parser.getParsingContext();
        return parser.currentToken().isStructStart() ? context.getParent() : context;
    }

    private static void append(StringBuilder path, @Nullable JsonStreamContext context) {
        if (context == null || context.inRoot()) {
            return;
        }
        append(path, context.getParent());
        if (context.inArray() && context.hasCurrentIndex()) {
            path.append('[').append(context.getCurrentIndex()).append(']');
        } else if (context.inObject() && context.hasCurrentName()) {
            path.append(path.isEmpty() ? "" : ".").append(context.getCurrentName());
        }
    }
}
