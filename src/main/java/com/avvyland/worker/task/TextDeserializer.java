// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.task;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import java.io.IOException;

/** Reads text from text only: Jackson's own turns numbers into digits and bytes into base64. */
final class TextDeserializer extends StdScalarDeserializer<String> {

    private static final long serialVersionUID = 1L;

    TextDeserializer() {
        super(String.class);
    }

    @Override
    public String deserialize(JsonParser parser, DeserializationContext context) throws IOException {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            throw context.wrongTokenException(parser, String.class, JsonToken.VALUE_STRING, "text");
        }
        return parser.getText();
    }
}
