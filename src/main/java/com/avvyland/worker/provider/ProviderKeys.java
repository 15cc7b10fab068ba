// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.provider;

import com.avvyland.worker.config.ProvidersConfig.AccountConfig;
import com.avvyland.worker.config.Secret;
import com.avvyland.worker.egress.RequestKey;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Says how each provider wants its key, and on which of its URLs. */
final class ProviderKeys {

    private ProviderKeys() {}

    /** Return the keys of an account, by the prefix of the URLs that they are for. */
    static Map<String, RequestKey> of(Provider provider, AccountConfig account) {
        Secret key = account.key();
        if (key == null) {
            return Map.of();
        }
        String base = account.baseUrl().toString();
        Map<String, RequestKey> keys = new HashMap<>();
        switch (provider) {
            case OPENAI, KIE, NANOBANANA, REPLICATE -> keys.put(base, header("Authorization", "Bearer ", key));
            case FAL -> keys.put(base, header("Authorization", "Key ", key));
            case GEMINI -> keys.put(base, header("x-goog-api-key", "", key));
            case PIAPI -> {
                // Two styles on one host: its own tasks, and what it has copied from OpenAI.
                keys.put(base + "/api", header("x-api-key", "", key));
                keys.put(base + "/v1", header("Authorization", "Bearer ", key));
            }
            case TENCENT -> throw new IllegalArgumentException("provider: tencent (expected: one with a plain key)");
        }
        URI uploads = account.uploadUrl();
        if (uploads != null) {
            RequestKey style =
                    provider == Provider.PIAPI ? header("x-api-key", "", key) : header("Authorization", "Bearer ", key);
            keys.put(uploads.toString(), style);
        }
        return keys;
    }

    private static RequestKey header(String name, String scheme, Secret key) {
        return new HeaderKey(name, scheme, key);
    }

    private record HeaderKey(String name, String scheme, Secret key) implements RequestKey {

        @Override
        public Map<String, String> headers(URI url, Map<String, String> headers, byte[] body) {
            return Map.of(name, scheme + key.reveal());
        }

        @Override
        public List<Secret> secrets() {
            return List.of(key);
        }
    }
}
