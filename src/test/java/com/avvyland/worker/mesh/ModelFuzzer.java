// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh;

import com.avvyland.worker.gltf.GeometryReader;
import com.avvyland.worker.gltf.GltfDocumentReader;
import com.avvyland.worker.gltf.GltfLimits;
import com.avvyland.worker.gltf.GltfReader;
import com.avvyland.worker.mesh.view.ViewCborWriter;
import com.avvyland.worker.metadata.GeometryMetadata;
import com.avvyland.worker.source.Model;
import com.avvyland.worker.task.Bytes;
import com.avvyland.worker.task.FailureCode;
import com.avvyland.worker.task.TaskFailure;
import com.avvyland.worker.testing.TestingModels;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Reads, measures, canonicalises and views one input of a fuzzer; {@code bench/fuzz/run} runs it under Jazzer.
 *
 * <p>Promised, whatever the bytes: a result, or a TaskFailure that is permanent; and a canonical GLB that is its own
 * canonical form. Draco is refused, since its decoder is a browser.
 */
public final class ModelFuzzer {

    private static final GltfReader READER = new GltfReader(GltfLimits.DEFAULT);
    private static final GeometryReader GEOMETRY = new GeometryReader();
    private static final GeometryMetadata METADATA = new GeometryMetadata();
    private static final GltfDocumentReader DOCUMENTS =
            new GltfDocumentReader(GltfLimits.DEFAULT, new NativeMeshopt(), (_, _) -> {
                throw new TaskFailure(FailureCode.UNSUPPORTED_FORMAT, "draco: a stream (expected: none here)");
            });

    private static final ViewCborWriter VIEWS = new ViewCborWriter(GltfLimits.DEFAULT);

    private ModelFuzzer() {}

    /** Load and instrument the classes, which takes longer than an input may. */
    public static void fuzzerInitialize() throws IOException {
        fuzzerTestOneInput(TestingModels.animatedTriangle());
        fuzzerTestOneInput(FuzzSeeds.split(TestingModels.texturedBox()));
        fuzzerTestOneInput(FuzzSeeds.compressed());
    }

    /** Run one input: a GLB, a glTF, or {@link FuzzSeeds#split} JSON and binary. */
    public static void fuzzerTestOneInput(byte[] input) throws IOException {
        Model model = model(input);
        refusable(() ->
                METADATA.describe(READER.read(model), GEOMETRY.measure(READER.read(model)), OptionalDouble.empty()));
        Optional<byte[]> written = refusable(() -> canonical(model));
        if (written.isEmpty()) {
            return;
        }
        byte[] once = written.get();
        byte[] twice = canonical(new Model(".glb", Bytes.of(once), Map.of()));
        if (!Arrays.equals(once, twice)) {
            throw new AssertionError("canonical GLB: not its own canonical form");
        }
        refusable(() -> VIEWS.write(ByteBuffer.wrap(once)));
    }

    private static byte[] canonical(Model model) throws IOException {
        var out = new ByteArrayOutputStream();
        new Canonicalizer(GltfLimits.DEFAULT).write(DOCUMENTS.read(model), out);
        return out.toByteArray();
    }

    private static Model model(byte[] input) {
        int end = 0;
        while (end < input.length && input[end] != 0) {
            end++;
        }
        boolean glb = input.length >= 4 && input[0] == 'g' && input[1] == 'l' && input[2] == 'T' && input[3] == 'F';
        if (glb) {
            return new Model(".glb", Bytes.of(input), Map.of());
        }
        return end == input.length
                ? new Model(".gltf", Bytes.of(input), Map.of())
                : new Model(".glb", Bytes.of(FuzzSeeds.joined(input, end)), Map.of());
    }

    private interface Step<T> {
        T run() throws IOException;
    }

    private static <T> Optional<T> refusable(Step<T> step) throws IOException {
        try {
            return Optional.of(step.run());
        } catch (TaskFailure refused) {
            if (!refused.code().permanent()) {
                throw new AssertionError("refused as passing", refused);
            }
            return Optional.empty();
        }
    }
}
