// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.source;

import com.avvyland.worker.task.Bytes;
import com.avvyland.worker.task.Excerpt;
import com.avvyland.worker.task.FailureCode;
import com.avvyland.worker.task.TaskFailure;
import java.util.HashMap;
import java.util.Map;

/** Opens the formats that are archives: nothing compressed goes on to whoever reads a model. */
final class Packages {

    /** What to send where a layer is binary; every program that writes USD writes one of the two. */
    static final String INSTEAD = "USDA text, or the model as .glb";

    private Packages() {}

    /**
     * Return a 3MF as an archive without compression, with the entries that describe the model.
     *
     * @throws TaskFailure permanent: see {@link Archive#unpack}; {@code unsupported_format} when no model is in it
     */
    static Model threeMf(Bytes file, long sizeMax) {
        Map<String, Bytes> entries = Archive.unpack(file, sizeMax);
        // Thumbnails, slicer settings and G-code make most of many a file.
        entries.keySet().removeIf(name -> !name.startsWith("3D/") && !name.startsWith("_rels/"));
        if (entries.keySet().stream().noneMatch(name -> name.matches("3D/[^/]*\\.model"))) {
            throw unsupported(".3mf", "an archive without 3D/*.model", "a 3MF package");
        }
        return new Model(".3mf", Archive.store(entries), Map.of());
    }

    /**
     * Return a USDZ as its first layer, with its other files as resources.
     *
     * @throws TaskFailure permanent: see {@link Archive#unpack}; {@code unsupported_format} when that layer is binary
     */
    static Model usdz(Bytes file, long sizeMax) {
        Map<String, Bytes> entries = new HashMap<>();
        String first = "";
        for (var entry : Archive.unpack(file, sizeMax).entrySet()) {
            first = first.isEmpty() ? entry.getKey() : first;
            entries.put(entry.getKey(), entry.getValue());
        }
        Bytes layer = entries.get(first);
        if (layer == null || ModelFormat.sniff(layer) != ModelFormat.USDA) {
            String found = layer != null && ModelFormat.isBinaryUsd(layer) ? " is binary USD" : " is no USDA";
            throw unsupported(".usdz", Excerpt.of(first) + found, INSTEAD + ", first in the archive");
        }
        entries.remove(first);
        return new Model(".usda", layer, entries);
    }

    private static TaskFailure unsupported(String extension, String value, String expected) {
        return new TaskFailure(
                FailureCode.UNSUPPORTED_FORMAT, "%s: %s (expected: %s)".formatted(extension, value, expected));
    }
}
