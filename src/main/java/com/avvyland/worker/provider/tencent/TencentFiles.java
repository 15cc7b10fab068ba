// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.provider.tencent;

import com.avvyland.worker.provider.Download;
import com.avvyland.worker.provider.Fault;
import com.avvyland.worker.provider.ProviderException;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Chooses among the files of a job: a model in several formats, and pictures and films of it. */
final class TencentFiles {

    /** Formats that are models, best first; the list of types is open, and what is not here is no model. */
    private static final List<String> MODELS = List.of("GLB", "OBJ", "ZIP", "FBX", "USDZ", "STL");

    private TencentFiles() {}

    /**
     * Return the best file.
     *
     * @throws ProviderException {@link Fault#EMPTY_RESULT} when none is a model
     */
    static Download best(JsonNode files) {
        for (String type : MODELS) {
            for (JsonNode file : files) {
                URI url = type.equalsIgnoreCase(file.path("Type").asText(""))
                        ? url(file.path("Url").asText(""))
                        : null;
                if (url != null) {
                    return new Download(type(type, url), url);
                }
            }
        }
        throw new ProviderException(Fault.EMPTY_RESULT, "ResultFile3Ds: no model (expected: a GLB or an OBJ)");
    }

    /** An OBJ comes with its materials and textures, in a ZIP. */
    private static String type(String type, URI url) {
        String path = String.valueOf(url.getPath()).toLowerCase(Locale.ROOT);
        return type.equals("OBJ") && path.endsWith(".zip") ? "zip" : type.toLowerCase(Locale.ROOT);
    }

    private static @Nullable URI url(String text) {
        try {
            return text.startsWith("http") ? URI.create(text) : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
