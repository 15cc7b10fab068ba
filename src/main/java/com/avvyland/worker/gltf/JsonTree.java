// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.gltf;

import com.avvyland.worker.task.Bytes;
import com.avvyland.worker.task.TaskFailure;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Set;

/**
 * Reads the JSON of a glTF asset as a tree, under the bounds of {@link JsonCursor}, stepping over what can be large:
 * accessors, bufferViews, buffers, and what a data URI holds.
 */
final class JsonTree {

    /** Some 64 bytes each: 128 MB at most. A scene of 50,000 nodes with a matrix each has 1.2 million. */
    private static final int MAX_VALUES = 2_000_000;

    private static final Set<String> LARGE = Set.of("accessors", "bufferViews", "buffers");
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final JsonParser parser;
    private int values;

    private JsonTree(JsonParser parser) {
        this.parser = parser;
    }

    /**
     * Read a document that {@link GltfJson} has accepted.
     *
     * @throws TaskFailure {@code model_too_large} when it holds too many values, {@code invalid_model} when a number is
     *     not finite
     */
    static ObjectNode read(Bytes json) {
        try (JsonParser parser = JsonCursor.open(json)) {
            parser.nextToken();
            ObjectNode root = NODES.objectNode();
            var tree = new JsonTree(parser);
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String name = parser.currentName();
                parser.nextToken();
                if (LARGE.contains(name)) {
                    parser.skipChildren();
                } else {
                    root.set(name, tree.value(name.equals("images")));
                }
            }
            return root;
        } catch (JsonProcessingException e) {
            throw GltfFault.invalid("gltf JSON", e.getOriginalMessage(), "JSON as RFC 8259 has it, no name twice");
        } catch (IOException e) {
            throw new UncheckedIOException("a byte array cannot fail to be read", e);
        }
    }

    /** Recursion is as deep as the nesting, which the parser bounds at 64. */
    private JsonNode value(boolean withoutUri) throws IOException {
        if (++values > MAX_VALUES) {
            throw GltfFault.tooLarge("gltf JSON", "one more value", "at most %d".formatted(MAX_VALUES));
        }
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(withoutUri);
            case START_ARRAY -> array(withoutUri);
            case VALUE_STRING -> NODES.textNode(parser.getText());
            case VALUE_NUMBER_INT -> integer();
            case VALUE_NUMBER_FLOAT -> NODES.numberNode(finite());
            case VALUE_TRUE -> NODES.booleanNode(true);
            case VALUE_FALSE -> NODES.booleanNode(false);
            default -> NODES.nullNode();
        };
    }

    private ObjectNode object(boolean withoutUri) throws IOException {
        ObjectNode object = NODES.objectNode();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            if (!(withoutUri && name.equals("uri"))) {
                object.set(name, value(false));
            }
            if (object.size() > JsonCursor.MAX_MEMBERS) {
                throw GltfFault.tooLarge(name, "one more", "at most %d members".formatted(JsonCursor.MAX_MEMBERS));
            }
        }
        return object;
    }

    private ArrayNode array(boolean withoutUri) throws IOException {
        ArrayNode array = NODES.arrayNode();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            array.add(value(withoutUri));
        }
        return array;
    }

    private JsonNode integer() throws IOException {
        return switch (parser.getNumberType()) {
            case INT -> NODES.numberNode(parser.getIntValue());
            case LONG -> NODES.numberNode(parser.getLongValue());
            default -> NODES.numberNode(parser.getBigIntegerValue());
        };
    }

    private double finite() throws IOException {
        double value = parser.getDoubleValue();
        if (!Double.isFinite(value)) {
            throw GltfFault.invalid("gltf JSON", parser.getText(), "finite numbers");
        }
        return value;
    }
}
