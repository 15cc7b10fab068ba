// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.task;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.dataformat.cbor.CBORParser;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Shows a CBOR document to people as JSON text; nothing reads it back.
 *
 * <p>A byte string is shown as {@code {"bytes": length, "sha256": digest}}. Safe to use from any thread.
 */
public final class CborDump {

    private static final CborReader READER =
            new CborReader(new CborLimits(Integer.MAX_VALUE, 64, 1_000_000, 1 << 24, 1 << 12));
    private static final JsonFactory JSON = new JsonFactory();

    private CborDump() {}

    /**
     * Render a document.
     *
     * @throws RefusedCborException when it is not one CBOR map without tags
     */
    public static String json(Bytes document) {
        CborCheck.check(document, READER.limits());
        StringWriter text = new StringWriter();
        try (CBORParser parser = READER.open(document);
                JsonGenerator out = JSON.createGenerator(text).setPrettyPrinter(new DefaultPrettyPrinter())) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                copy(token, parser, out);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.append('\n').toString();
    }

    private static void copy(JsonToken token, JsonParser parser, JsonGenerator out) throws IOException {
        if (token != JsonToken.VALUE_EMBEDDED_OBJECT) {
            out.copyCurrentEvent(parser);
            return;
        }
        byte[] bytes = parser.getBinaryValue();
        out.writeStartObject();
        out.writeNumberField("bytes", bytes.length);
        out.writeStringField("sha256", sha256(bytes));
        out.writeEndObject();
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256: absent (expected: every JDK has it)", e);
        }
    }
}
