// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.gltf;

import com.avvyland.worker.source.Model;
import com.avvyland.worker.task.Bytes;
import com.avvyland.worker.task.TaskFailure;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.Variable;

/** Parses a glTF model and lets it pass only when every check has. Safe for any thread. */
public final class GltfReader {

    /** A {@code .gltf} holds its binary data as text, so its document may be longer than a GLB's JSON chunk. */
    private static final int DATA_URI_ALLOWANCE = 4;

    private final GltfLimits limits;
    private final List<GltfCheck> checks;

    public GltfReader(GltfLimits limits) {
        this(limits, Set.of());
    }

    /** Create a reader that also takes what requires these extensions, which will be decoded. */
    GltfReader(GltfLimits limits, Set<String> decoded) {
        this.limits = limits;
        this.checks = GltfCheck.all(limits, decoded);
    }

    /**
     * Return the checked asset of a model, sharing the model's bytes.
     *
     * @throws TaskFailure permanent: {@code invalid_model} when it breaks the specification, refers to anything outside
     *     of the task, or shows nothing; {@code model_too_large} past a limit; {@code unsupported_format} when it is
     *     sound but of another version of glTF or requires an extension that is not read here
     */
    public GltfAsset read(@Variable("model") Model model) {
        return checked(parse(model));
    }

    /** Return the checked asset of a GLB that needs no other file, sharing its memory. */
    GltfAsset readGlb(MemorySegment file) {
        return checked(parseGlb(file, Map.of(), file.byteSize()));
    }

    private GltfAsset checked(GltfAsset asset) {
        checks.forEach(check -> check.check(asset));
        return asset;
    }

    private GltfAsset parse(Model model) {
        Bytes file = model.bytes();
        long fileBytes = file.length();
        for (Bytes resource : model.resources().values()) {
            fileBytes += resource.length();
        }
        if (model.extension().equals(".glb")) {
            return parseGlb(file.segment(), model.resources(), fileBytes);
        }
        long longest = (long) limits.jsonBytes() * DATA_URI_ALLOWANCE;
        if (file.length() > longest) {
            throw GltfFault.tooLarge("gltf", file.length() + " bytes", "at most %d".formatted(longest));
        }
        return GltfJson.parse(file, null, model.resources(), fileBytes, limits);
    }

    private GltfAsset parseGlb(MemorySegment file, Map<String, Bytes> resources, long fileBytes) {
        GlbContainer container = GlbContainer.read(file, limits.jsonBytes());
        return GltfJson.parse(container.json(), container.binary(), resources, fileBytes, limits);
    }
}
