// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Writes JSON as RFC 8785 has it: UTF-8, no space, members sorted by their name's UTF-16 code units, shortest numbers.
 *
 * <p>Two exceptions lose nothing: whole numbers keep all their digits, also past 2<sup>53</sup>, and half of a surrogate
 * pair is written as an escape, for UTF-8 has no bytes for it.
 */
final class CanonicalJson {

    private static final String HEX = "0123456789abcdef";

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private CanonicalJson() {}

    static byte[] bytes(JsonNode node) {
        var json = new CanonicalJson();
        json.value(node);
        return json.out.toByteArray();
    }

    /** Return the same as text, to compare values by. */
    static String text(JsonNode node) {
        return new String(bytes(node), StandardCharsets.UTF_8);
    }

    private void value(JsonNode node) {
        switch (node.getNodeType()) {
            case OBJECT -> object(node);
            case ARRAY -> array(node);
            case STRING -> string(node.textValue());
            case NUMBER -> ascii(number(node));
            case BOOLEAN -> ascii(node.booleanValue() ? "true" : "false");
            default -> ascii("null");
        }
    }

    static String number(JsonNode node) {
        return node.isIntegralNumber() ? node.bigIntegerValue().toString() : CanonicalNumber.of(node.doubleValue());
    }

    private void object(JsonNode object) {
        List<Map.Entry<String, JsonNode>> members = new ArrayList<>(object.properties());
        members.sort(Map.Entry.comparingByKey());
        out.write('{');
        for (int i = 0; i < members.size(); i++) {
            if (i > 0) {
                out.write(',');
            }
            string(members.get(i).getKey());
            out.write(':');
            value(members.get(i).getValue());
        }
        out.write('}');
    }

    private void array(JsonNode array) {
        out.write('[');
        for (int i = 0; i < array.size(); i++) {
            if (i > 0) {
                out.write(',');
            }
            value(array.get(i));
        }
        out.write(']');
    }

    private void string(String text) {
        out.write('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                i += wide(text, i);
            } else {
                narrow(c);
            }
        }
        out.write('"');
    }

    private void narrow(char c) {
        switch (c) {
            case '"' -> ascii("\\\"");
            case '\\' -> ascii("\\\\");
            case '\b' -> ascii("\\b");
            case '\f' -> ascii("\\f");
            case '\n' -> ascii("\\n");
            case '\r' -> ascii("\\r");
            case '\t' -> ascii("\\t");
            default -> {
                if (c < 0x20) {
                    escape(c);
                } else {
                    out.write(c);
                }
            }
        }
    }

    /** Return how many more chars were written than one. */
    private int wide(String text, int at) {
        int point = text.codePointAt(at);
        if (point <= 0xffff && Character.isSurrogate((char) point)) {
            escape((char) point);
            return 0;
        }
        out.writeBytes(Character.toString(point).getBytes(StandardCharsets.UTF_8));
        return Character.charCount(point) - 1;
    }

    private void escape(char c) {
        ascii("\\u");
        for (int shift = 12; shift >= 0; shift -= 4) {
            out.write(HEX.charAt(c >> shift & 15));
        }
    }

    private void ascii(String text) {
        for (int i = 0; i < text.length(); i++) {
            out.write(text.charAt(i));
        }
    }
}
