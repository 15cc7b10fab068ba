// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh.view;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns JSON into maps, lists, text, numbers and booleans. */
final class PlainValues {

    private PlainValues() {}

    static Map<String, Object> map(JsonNode object) {
        Map<String, Object> map = new HashMap<>();
        object.properties().forEach(member -> {
            Object value = value(member.getValue());
            if (value != null) {
                map.put(member.getKey(), value);
            }
        });
        return map;
    }

    /** Return a value, or null for {@code null}: glTF has no use for it, and a view has none. */
    private static @Nullable Object value(JsonNode node) {
        return switch (node.getNodeType()) {
            case OBJECT -> map(node);
            case ARRAY -> list(node);
            case STRING -> node.textValue();
            case BOOLEAN -> node.booleanValue();
            case NUMBER -> number(node);
            default -> null;
        };
    }

    private static List<Object> list(JsonNode array) {
        List<Object> list = new ArrayList<>(array.size());
        array.forEach(element -> {
            Object value = value(element);
            if (value != null) {
                list.add(value);
            }
        });
        return list;
    }

    /** Whole numbers stay whole as far as 64 bits go; anything past a double's range has no value. */
    private static @Nullable Object number(JsonNode number) {
        if (number.isIntegralNumber() && number.canConvertToLong()) {
            return number.longValue();
        }
        double value = number.doubleValue();
        return Double.isFinite(value) ? value : null;
    }
}
