// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh.view;

import com.avvyland.worker.gltf.GltfDocument;
import com.avvyland.worker.gltf.GltfDocumentReader;
import com.avvyland.worker.gltf.GltfLimits;
import com.avvyland.worker.mesh.meshopt.MeshoptException;
import com.avvyland.worker.mesh.meshopt.UnavailableMeshoptException;
import com.avvyland.worker.mesh.texture.TextureRule;
import com.avvyland.worker.task.Bytes;
import com.avvyland.worker.task.FailureCode;
import com.avvyland.worker.task.TaskFailure;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.apache.camel.Variable;

/** Makes the public view of a model: the station {@code viewCbor}. Safe for any thread. */
public final class ViewCborWriter {

    private final GltfDocumentReader reader;
    private final ViewLimits viewLimits;
    private final ViewOptions options;
    private final TextureRule textures;

    /** Create a writer of views with the canonical GLB's own textures. */
    public ViewCborWriter(GltfLimits limits) {
        this(limits, ViewLimits.DEFAULT);
    }

    /** Create a writer of views with derived textures. */
    public ViewCborWriter(GltfLimits limits, TextureRule textures) {
        this(limits, ViewLimits.DEFAULT, ViewOptions.DEFAULT, textures);
    }

    /** Create a writer of views that are more or less exact, or coarse, than usual. */
    public ViewCborWriter(GltfLimits limits, ViewOptions options) {
        this(limits, ViewLimits.DEFAULT, options, TextureRule.KEEP);
    }

    ViewCborWriter(GltfLimits limits, ViewLimits viewLimits) {
        this(limits, viewLimits, ViewOptions.DEFAULT, TextureRule.KEEP);
    }

    private ViewCborWriter(GltfLimits limits, ViewLimits viewLimits, ViewOptions options, TextureRule textures) {
        this.textures = textures;
        this.viewLimits = viewLimits;
        this.options = options;
        this.reader = new GltfDocumentReader(
                limits,
                (_, _, _, _, _) -> {
                    throw compressed();
                },
                (_, _) -> {
                    throw compressed();
                });
    }

    private static IllegalStateException compressed() {
        return new IllegalStateException("canonical.glb: compressed (expected: a canonical one)");
    }

    /**
     * Write the view of a canonical GLB, which is read where it is.
     *
     * @throws TaskFailure permanent: {@code model_too_large} when its vertices take more than 512 MiB as floats;
     *     {@code invalid_model} when coordinates leave what floats hold
     * @throws UnavailableMeshoptException when this machine has no meshoptimizer
     */
    public ByteBuffer write(@Variable("canonical") ByteBuffer canonical) {
        MemorySegment file = MemorySegment.ofBuffer(canonical);
        GltfDocument document = reader.read(file);
        var source = new ViewScene.Source(sha256(canonical.duplicate()), file.byteSize());
        try {
            ViewScene scene = SceneReader.read(document, source, viewLimits, textures);
            return ViewWriter.write(scene, options, () -> unload(file)).buffer();
        } catch (UnavailableMeshoptException unavailable) {
            throw unavailable;
        } catch (MeshoptException | IllegalArgumentException | ArithmeticException unfit) {
            throw new TaskFailure(FailureCode.INVALID_MODEL, "view: " + unfit.getMessage(), unfit);
        }
    }

    /** Pages that were read count as memory of the process until the system wants them back. */
    private static void unload(MemorySegment file) {
        if (file.isMapped()) {
            file.unload();
        }
    }

    static Bytes sha256(ByteBuffer content) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(content);
            return Bytes.of(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256: absent (expected: every JDK has it)", e);
        }
    }
}
