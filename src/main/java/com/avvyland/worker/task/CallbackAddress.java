// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.task;

import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.cbor.CBORParser;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * Holds what can be read of a payload when the rest of it is wrong: where to say so, and about which model.
 *
 * @param callbackUrl absent when there is none of the right shape
 * @param modelHash absent when there is none
 */
record CallbackAddress(
        @Nullable String callbackUrl, @Nullable String modelHash) {

    private static final int LONGEST = 2048;

    /** Check a URL's shape; whether the worker may call it is for {@code egress} to say. */
    static String checked(@Nullable String url) {
        String text = Field.required("callback_url", url, LONGEST);
        if (!usable(text)) {
            throw Field.invalid("callback_url", "not a URL", "https://host/path");
        }
        return text;
    }

    /** Read the address out of a document that {@link CborCheck} has accepted. */
    static CallbackAddress of(CborReader reader, Bytes document) {
        String url = null;
        String hash = null;
        try (CBORParser parser = reader.open(document)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String key = parser.currentName();
                if (parser.nextToken() != JsonToken.VALUE_STRING) {
                    parser.skipChildren();
                } else if (key.equals("callback_url")) {
                    url = parser.getText();
                } else if (key.equals("model_hash")) {
                    hash = parser.getText();
                }
            }
        } catch (IOException e) {
            return new CallbackAddress(null, null);
        }
        return new CallbackAddress(
                url != null && usable(url) ? url : null, hash != null && hash.length() <= 512 ? hash : null);
    }

    private static boolean usable(String url) {
        if (url.length() > LONGEST) {
            return false;
        }
        try {
            String scheme = new URI(url).getScheme();
            return "https".equalsIgnoreCase(scheme) || "http".equalsIgnoreCase(scheme);
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
