// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.egress;

import com.avvyland.worker.config.Secret;
import java.net.URI;
import java.util.List;
import java.util.Map;

/** Makes the headers that prove who calls: a key, or a signature. Implementations are safe for any thread. */
@FunctionalInterface
public interface RequestKey {

    /**
     * Return the headers for one request.
     *
     * @param url as it is called
     * @param headers of the request, by lower-case name
     * @param body the very bytes that are sent
     */
    Map<String, String> headers(URI url, Map<String, String> headers, byte[] body);

    /** Return what must not come back: it is blotted out wherever an answer quotes it. */
    default List<Secret> secrets() {
        return List.of();
    }
}
