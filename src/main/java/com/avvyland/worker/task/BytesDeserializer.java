// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.task;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import java.io.IOException;

/**
 * Names a byte string by its place in the document instead of copying it.
 *
 * <p>Jackson reads strings lazily: when the token is reported, only its first byte was read, and what nobody asks for
 * is skipped. {@link CborCheck} has made sure that the length is definite and that the content is all there.
 */
final class BytesDeserializer extends StdScalarDeserializer<Bytes> {

    /** The attribute that holds the {@link Origin} of what the parser reads. */
    static final String ORIGIN = "origin";

    private static final long serialVersionUID = 1L;

    BytesDeserializer() {
        super(Bytes.class);
    }

    @Override
    public Bytes deserialize(JsonParser parser, DeserializationContext context) throws IOException {
        if (parser.currentToken() != JsonToken.VALUE_EMBEDDED_OBJECT) {
            throw context.wrongTokenException(parser, Bytes.class, JsonToken.VALUE_EMBEDDED_OBJECT, "byte string");
        }
        Origin origin = (Origin) context.getAttribute(ORIGIN);
        long head = parser.currentTokenLocation().getByteOffset() - origin.base();
        return content(origin.document(), Math.toIntExact(head));
    }

    /**
     * Says where a parser's offsets lie in the document.
     *
     * @param base the parser's own offset of the document's first byte: Jackson counts from the array's start
     */
    record Origin(Bytes document, long base) {}

    private static Bytes content(Bytes document, int head) {
        if ((document.at(head) & 0xe0) != 0x40) {
            throw new IllegalStateException(
                    "byte %d: %#x (expected: a byte string's head)".formatted(head, document.at(head)));
        }
        int info = document.at(head) & 0x1f;
        if (info < 24) {
            return document.slice(head + 1, info);
        }
        int octets = 1 << (info - 24);
        long length = 0;
        for (int i = 1; i <= octets; i++) {
            length = length << 8 | document.at(head + i) & 0xff;
        }
        return document.slice(head + 1 + octets, Math.toIntExact(length));
    }
}
