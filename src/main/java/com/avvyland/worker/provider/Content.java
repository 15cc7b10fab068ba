// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.provider;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Holds what a provider's answer gives: text, files, or where the files are.
 *
 * @param json a reading, as the provider wrote it; not yet checked against its schema
 * @param files that came inside the answer
 * @param downloads that have to be fetched
 * @param costUsd what the provider says that it took; absent where it does not say
 */
public record Content(
        @Nullable String json,
        List<ResultFile> files,
        List<Download> downloads,
        @Nullable Double costUsd) {

    public Content {
        files = List.copyOf(files);
        downloads = List.copyOf(downloads);
    }

    /** Return a reading. */
    public static Content ofJson(String json) {
        return new Content(json, List.of(), List.of(), null);
    }

    /** Return files that are here. */
    public static Content ofFiles(List<ResultFile> files) {
        return new Content(null, files, List.of(), null);
    }

    /** Return files that are elsewhere. */
    public static Content ofDownloads(List<Download> downloads) {
        return new Content(null, List.of(), downloads, null);
    }

    /** Return the same with a cost. */
    public Content costing(@Nullable Double usd) {
        return new Content(json, files, downloads, usd);
    }
}
