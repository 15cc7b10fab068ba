// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh;

import com.avvyland.worker.gltf.DracoDecoder;
import com.avvyland.worker.gltf.GltfDocumentReader;
import com.avvyland.worker.gltf.GltfLimits;
import com.avvyland.worker.source.Model;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.camel.Variable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the canonical GLB of a model: the station {@code canonicalGlb}. Safe for any thread. */
public final class CanonicalGlbWriter {

    private static final Logger LOG = LoggerFactory.getLogger(CanonicalGlbWriter.class);

    /** Larger files go to disk: 16 MiB, of which each of a worker's tasks can have one on the heap. */
    private static final int IN_MEMORY = 16 << 20;

    private final GltfDocumentReader reader;
    private final Canonicalizer canonicalizer;

    /** @param draco where Draco streams are decoded */
    public CanonicalGlbWriter(GltfLimits limits, DracoDecoder draco) {
        this.reader = new GltfDocumentReader(limits, new NativeMeshopt(), draco);
        this.canonicalizer = new Canonicalizer(limits);
    }

    /**
     * Write the file; a buffer over an array, or over a mapped file without a name when it is large.
     *
     * @throws com.avvyland.worker.task.TaskFailure permanent, as {@link GltfDocumentReader#read} and
     *     {@link Canonicalizer#write} do; what the Draco decoder throws
     * @throws IOException when the temporary folder is full
     */
    public ByteBuffer write(@Variable("model") Model model) throws IOException {
        try (var out = new SpillingOutput(IN_MEMORY)) {
            CanonicalGlb glb = canonicalizer.write(reader.read(model), out);
            LOG.debug("canonical.glb of {} bytes: {}", glb.length(), glb.report());
            return out.whole();
        }
    }
}
