// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.provider;

import java.util.Locale;
import org.apache.camel.spi.Registry;

/** Binds the stations of one provider under the names that Kamelets know: {@code openaiUnderstandImage}. */
public final class Stations {

    private final Registry registry;
    private final ProviderParts parts;
    private final PublicUrls urls;

    Stations(Registry registry, ProviderParts parts, PublicUrls urls) {
        this.registry = registry;
        this.parts = parts;
        this.urls = urls;
    }

    /** Return what lends URLs of inputs. */
    public PublicUrls urls() {
        return urls;
    }

    /** Bind a station for a provider that answers at once. */
    public <R extends ProviderRequest> void add(SyncApi<R> api) {
        registry.bind(name(api), new SyncStation<>(api, parts));
    }

    /** Bind a station for a provider that works by jobs. */
    public <R extends ProviderRequest> void add(JobApi<R> api) {
        registry.bind(name(api), new JobStation<>(api, parts));
    }

    private static String name(ProviderApi api) {
        StringBuilder name = new StringBuilder(api.provider().wireName());
        for (String word : api.capability().wireName().split("-")) {
            name.append(word.substring(0, 1).toUpperCase(Locale.ROOT)).append(word.substring(1));
        }
        return name.toString();
    }
}
