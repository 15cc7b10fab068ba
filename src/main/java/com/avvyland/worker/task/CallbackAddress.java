// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.task;

import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.cbor.CBORParser;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Holds what can be read of a payload when the rest of it is wrong: where to say so, and about which model.
 *
 * @param callbackUrl absent when there is none of the right shape
 * @param modelHash absent when there is none
 * @param jobId of a projection; absent when there is none
 * @param stepId of a projection; absent when there is none
 */
record CallbackAddress(
        @Nullable String callbackUrl,
        @Nullable String modelHash,
        @Nullable String jobId,
        @Nullable String stepId) {

    private static final int LONGEST = 2048;
    private static final Set<String> KEYS = Set.of("callback_url", "model_hash", "job_id", "step_id");

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
        Map<String, String> found = new HashMap<>();
        try (CBORParser parser = reader.open(document)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String key = parser.currentName();
                if (parser.nextToken() != JsonToken.VALUE_STRING) {
                    parser.skipChildren();
                } else if (KEYS.contains(key)) {
                    found.put(key, parser.getText());
                }
            }
        } catch (IOException e) {
            return new CallbackAddress(null, null, null, null);
        }
        String url = found.get("callback_url");
        return new CallbackAddress(
                url != null && usable(url) ? url : null,
                within(512, found.get("model_hash")),
                within(256, found.get("job_id")),
                within(256, found.get("step_id")));
    }

    private static @Nullable String within(int longest, @Nullable String text) {
        return text != null && text.length() <= longest ? text : null;
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
