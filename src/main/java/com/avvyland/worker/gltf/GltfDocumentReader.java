// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.gltf;

import com.avvyland.worker.source.Model;
import com.avvyland.worker.task.Bytes;
import com.avvyland.worker.task.TaskFailure;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Set;
import org.apache.camel.Variable;

/** Parses, checks and decodes a glTF model, for those who write it anew. Safe for any thread. */
public final class GltfDocumentReader {

    private static final Set<String> DECODED = Set.of("KHR_meshopt_compression");

    private final GltfLimits limits;
    private final GltfReader reader;
    private final Decompression decompression;
    private final List<GltfCheck> checks;

    public GltfDocumentReader(GltfLimits limits, MeshoptDecoder meshopt, DracoDecoder draco) {
        this.limits = limits;
        this.reader = new GltfReader(limits, DECODED);
        this.decompression = new Decompression(meshopt, draco);
        this.checks = GltfCheck.ofDecoded(limits);
    }

    /**
     * Return the document of a model, sharing the model's bytes.
     *
     * @throws TaskFailure permanent, as {@link GltfReader#read} does; {@code invalid_model} also when a compressed
     *     stream is broken or decodes to something that a plain model may not hold either
     */
    public GltfDocument read(@Variable("model") Model model) {
        GltfAsset asset = decoded(reader.read(model));
        return new GltfDocument(
                asset,
                JsonTree.read(
                        model.extension().equals(".glb") ? json(model.bytes().segment()) : model.bytes()));
    }

    /**
     * Return the document of a GLB that needs no other file: a mapped one is read where it is, but for its JSON.
     *
     * @throws TaskFailure as {@link #read(Model)} does
     */
    public GltfDocument read(MemorySegment glb) {
        GltfAsset asset = decoded(reader.readGlb(glb));
        return new GltfDocument(asset, JsonTree.read(json(glb)));
    }

    private GltfAsset decoded(GltfAsset stored) {
        GltfAsset asset = decompression.decode(stored);
        if (asset != stored) {
            checks.forEach(check -> check.check(asset));
        }
        return asset;
    }

    private Bytes json(MemorySegment glb) {
        return GlbContainer.read(glb, limits.jsonBytes()).json();
    }
}
