// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.source;

import com.avvyland.worker.task.Bytes;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Names the model formats that are read, by the extension a task gives. */
enum ModelFormat {
    GLB(".glb"),
    GLTF(".gltf"),
    OBJ(".obj"),
    STL(".stl"),
    PLY(".ply"),
    FBX(".fbx"),
    DAE(".dae"),
    THREE_MF(".3mf"),
    USDA(".usda"),
    USDZ(".usdz");

    private final String extension;

    ModelFormat(String extension) {
        this.extension = extension;
    }

    String extension() {
        return extension;
    }

    /** Return the format whose extension this is, or null. */
    static @Nullable ModelFormat ofExtension(String extension) {
        for (ModelFormat format : values()) {
            if (format.extension.equals(extension)) {
                return format;
            }
        }
        return null;
    }

    /** Return the extensions as an error message lists them. */
    static String extensions() {
        return Arrays.stream(values()).map(ModelFormat::extension).collect(Collectors.joining(", "));
    }

    /**
     * Return the format that a file beginning like this has, or null.
     *
     * <p>OBJ and binary STL have no signature: a file is one of them when it is nothing else and has its shape.
     */
    static @Nullable ModelFormat sniff(Bytes bytes) {
        var lead = new Lead(bytes);
        if (lead.isRaw("glTF")) {
            return GLB;
        }
        if (lead.isRaw("PK\3\4")) {
            return lead.nameOfFirstEntry().matches("(?i).*\\.usd[ac]?") ? USDZ : THREE_MF;
        }
        if (lead.isRaw("Kaydara FBX Binary  \0")) {
            return FBX;
        }
        if (lead.isRaw("ply\n") || lead.isRaw("ply\r")) {
            return PLY;
        }
        if (StlShape.isBinary(bytes)) {
            return STL;
        }
        return lead.isText() ? ofText(lead) : null;
    }

    /** Tell whether a file is a binary USD layer, which no part of this program reads. */
    static boolean isBinaryUsd(Bytes bytes) {
        return new Lead(bytes).isRaw("PXR-USDC");
    }

    private static @Nullable ModelFormat ofText(Lead lead) {
        if (lead.begins("{")) {
            return GLTF;
        }
        if (lead.begins("solid")) {
            return STL;
        }
        if (lead.begins("#usda")) {
            return USDA;
        }
        if (lead.begins("<")) {
            return lead.has("<COLLADA") ? DAE : null;
        }
        if (lead.has("FBXHeaderExtension")) {
            return FBX;
        }
        return lead.isWavefront() ? OBJ : null;
    }
}
