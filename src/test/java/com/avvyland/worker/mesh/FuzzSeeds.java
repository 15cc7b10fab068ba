// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.avvyland.worker.mesh.meshopt.VertexCodec;
import com.avvyland.worker.mesh.meshopt.VertexStream;
import com.avvyland.worker.testing.DemoModelGenerator;
import com.avvyland.worker.testing.TestingGlb;
import com.avvyland.worker.testing.TestingModels;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Writes what a fuzzer of models starts from: {@code FuzzSeeds FOLDER LARGEST MODELS...}. */
public final class FuzzSeeds {

    private static final int SCENES = 24;

    private FuzzSeeds() {}

    public static void main(String... args) throws IOException {
        Path folder = Files.createDirectories(Path.of(args[0]));
        int largest = Integer.parseInt(args[1]);
        List<byte[]> seeds = new ArrayList<>(List.of(
                TestingModels.texturedBox(),
                TestingModels.texturedBoxGltf(),
                TestingModels.twoNodes(),
                TestingModels.animatedTriangle(),
                compressed(),
                Files.readAllBytes(DemoModelGenerator.COMMITTED)));
        for (int seed = 0; seed < SCENES; seed++) {
            seeds.add(TestingScenes.random(seed));
        }
        TestingModels.hostile().values().forEach(hostile -> seeds.add(hostile.bytes()));
        for (String models : Arrays.asList(args).subList(2, args.length)) {
            try (Stream<Path> files = Files.list(Path.of(models))) {
                for (Path file :
                        files.filter(path -> path.toString().endsWith(".glb")).toList()) {
                    seeds.add(Files.readAllBytes(file));
                }
            }
        }
        int written = 0;
        for (byte[] seed : seeds) {
            for (byte[] form : new byte[][] {seed, split(seed)}) {
                if (form.length <= largest) {
                    Files.write(folder.resolve("seed-%03d".formatted(written++)), form);
                }
            }
        }
        System.out.println(written + " seeds");
    }

    /** Take a GLB apart: JSON, a zero, binary. No lengths: a change of one part leaves a sound container. */
    static byte[] split(byte[] glb) {
        ByteBuffer in = ByteBuffer.wrap(glb).order(ByteOrder.LITTLE_ENDIAN);
        if (glb.length < 28 || !new String(glb, 0, 4, ISO_8859_1).equals("glTF")) {
            return glb;
        }
        int json = in.getInt(12);
        if (json < 0 || json > glb.length - 28) {
            return glb;
        }
        ByteBuffer out = ByteBuffer.allocate(glb.length - 27);
        out.put(glb, 20, json).put((byte) 0).put(glb, 28 + json, glb.length - 28 - json);
        return out.array();
    }

    /** Put together what {@link #split} took apart; the JSON ends before {@code end}. */
    static byte[] joined(byte[] input, int end) {
        byte[] binary = Arrays.copyOfRange(input, end + 1, end + 1 + (input.length - end - 1 + 3 & ~3));
        return TestingGlb.glb(Arrays.copyOf(input, end), binary);
    }

    /** A triangle whose positions are a stream of meshoptimizer. */
    static byte[] compressed() {
        TestingGlb glb = TestingModels.triangleAsset();
        byte[] triangle = new byte[36];
        ByteBuffer.wrap(triangle).order(ByteOrder.LITTLE_ENDIAN).putFloat(12, 1).putFloat(28, 1);
        byte[] code = VertexCodec.encodeVertexBuffer(
                VertexStream.of(MemorySegment.ofArray(triangle), 3, 12), 2, VertexCodec.Version.V1);
        int stream = glb.view(code, 0);
        int offset = glb.root().at("/bufferViews/" + stream + "/byteOffset").intValue();
        ((ObjectNode) glb.root().at("/bufferViews/0"))
                .putObject("extensions")
                .putObject("KHR_meshopt_compression")
                .put("buffer", 0)
                .put("byteOffset", offset)
                .put("byteLength", code.length)
                .put("mode", "ATTRIBUTES")
                .put("count", 3)
                .put("byteStride", 12);
        glb.root().putArray("extensionsRequired").add("KHR_meshopt_compression");
        return glb.glb();
    }
}
