// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.provider;

import com.avvyland.worker.task.Bytes;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Says one HTTP request to a provider: everything but its host and its key, which are the account's.
 *
 * @param method {@code GET POST PUT DELETE}
 * @param path appended to the account's base URL; starts with a slash, may end in a query; empty for the base itself
 * @param headers in addition to the account's; no key among them
 * @param body absent for a request without one
 */
public record HttpCall(
        String method,
        String path,
        Map<String, String> headers,
        @Nullable Bytes body) {

    public HttpCall {
        headers = Map.copyOf(headers);
    }

    /** Return a request without a body. */
    public static HttpCall get(String path) {
        return new HttpCall("GET", path, Map.of(), null);
    }

    /** Return a POST of JSON. */
    public static HttpCall post(String path, Bytes json) {
        return new HttpCall("POST", path, Map.of("Content-Type", "application/json"), json);
    }

    /** Return the same with one header more. */
    public HttpCall with(String name, String value) {
        Map<String, String> more = new HashMap<>(headers);
        more.put(name, value);
        return new HttpCall(method, path, more, body);
    }
}
