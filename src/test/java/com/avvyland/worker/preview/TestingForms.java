// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.preview;

import com.avvyland.worker.gltf.GltfDocumentReader;
import com.avvyland.worker.gltf.GltfLimits;
import com.avvyland.worker.mesh.Canonicalizer;
import com.avvyland.worker.mesh.NativeMeshopt;
import com.avvyland.worker.mesh.view.ViewCborWriter;
import com.avvyland.worker.source.Model;
import com.avvyland.worker.task.Bytes;
import com.avvyland.worker.testing.TestingGlb;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;

/** Brings a model into its other forms, and one that lacks something. */
final class TestingForms {

    private TestingForms() {}

    static byte[] canonical(RendererPool pool, byte[] glb) throws IOException {
        var reader = new GltfDocumentReader(
                GltfLimits.DEFAULT, new NativeMeshopt(), new BrowserDraco(pool, Integer.MAX_VALUE - 8));
        var out = new ByteArrayOutputStream();
        new Canonicalizer(GltfLimits.DEFAULT).write(reader.read(new Model(".glb", Bytes.of(glb), Map.of())), out);
        return out.toByteArray();
    }

    static byte[] view(byte[] canonical) {
        ByteBuffer view = new ViewCborWriter(GltfLimits.DEFAULT).write(ByteBuffer.wrap(canonical));
        byte[] bytes = new byte[view.remaining()];
        view.get(bytes);
        return bytes;
    }

    /** Leave out the first two triangles. */
    static byte[] withoutItsFirstFace(TestingGlb glb) {
        int indices = glb.root().at("/meshes/0/primitives/0/indices").intValue();
        ObjectNode accessor = (ObjectNode) glb.root().at("/accessors/" + indices);
        int size = accessor.get("componentType").intValue() == 5125 ? 4 : 2;
        accessor.put("byteOffset", 6 * size).put("count", accessor.get("count").intValue() - 6);
        return glb.glb();
    }

    static PictureDifference worst(List<TestingPixels> before, List<TestingPixels> after) {
        PictureDifference worst = new PictureDifference(0, 0);
        for (int i = 0; i < before.size(); i++) {
            worst = worst.worse(PictureDifference.of(before.get(i), after.get(i)));
        }
        return worst;
    }
}
