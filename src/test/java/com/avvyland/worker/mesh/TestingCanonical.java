// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh;

import com.avvyland.worker.gltf.GltfDocumentReader;
import com.avvyland.worker.gltf.GltfLimits;
import com.avvyland.worker.source.Model;
import com.avvyland.worker.task.Bytes;
import com.avvyland.worker.testing.TestingGlb;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;

/**
 * Holds a canonical GLB in memory, to be looked into.
 *
 * @param bytes the file
 */
record TestingCanonical(byte[] bytes, CanonicalGlb glb) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final GltfDocumentReader READER =
            new GltfDocumentReader(GltfLimits.DEFAULT, new NativeMeshopt(), (_, _) -> {
                throw new AssertionError("nothing here is compressed");
            });

    static TestingCanonical of(TestingGlb glb) {
        return of(glb.glb());
    }

    static TestingCanonical of(byte[] glb) {
        return of(new Model(".glb", Bytes.of(glb), Map.of()));
    }

    static TestingCanonical of(Model model) {
        var out = new ByteArrayOutputStream();
        try {
            CanonicalGlb glb = new Canonicalizer(GltfLimits.DEFAULT).write(READER.read(model), out);
            return new TestingCanonical(out.toByteArray(), glb);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    CanonicalReport report() {
        return glb.report();
    }

    String jsonText() {
        return new String(
                bytes, 20, ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(12));
    }

    JsonNode json() {
        try {
            return JSON.readTree(jsonText());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    JsonNode at(String pointer) {
        return json().at(pointer);
    }
}
