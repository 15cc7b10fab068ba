// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh.meshopt;

import static org.assertj.core.api.Assertions.assertThat;

import com.avvyland.worker.mesh.meshopt.VertexCodec.Version;
import com.avvyland.worker.testing.TestingNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compares with the WebAssembly build from npm, which is what browsers decode our files with. */
class NpmMeshoptimizerIT {

    private record Case(String name, String mode, String filter, int count, int stride, byte[] code) {

        Map<String, Object> json() {
            return Map.of("name", name, "mode", mode, "filter", filter, "count", count, "stride", stride);
        }

        byte[] decode() {
            byte[] decoded = switch (mode) {
                case "TRIANGLES" -> Meshopt.decodeIndexBuffer(code, count, stride);
                case "INDICES" -> Meshopt.decodeIndexSequence(code, count, stride);
                default -> Meshopt.decodeVertexBuffer(code, count, stride);
            };
            switch (filter) {
                case "OCTAHEDRAL" -> Meshopt.decodeFilterOct(decoded, count, stride);
                case "QUATERNION" -> Meshopt.decodeFilterQuat(decoded, count, stride);
                case "EXPONENTIAL" -> Meshopt.decodeFilterExp(decoded, count, stride);
                case "COLOR" -> Meshopt.decodeFilterColor(decoded, count, stride);
                default -> {}
            }
            return decoded;
        }
    }

    private final Random random = new Random(20261123);
    private final List<Case> cases = new ArrayList<>();

    @TempDir
    private Path folder;

    @Test
    void browsersDecodeWhatWeEncodeAndRefuseWhatWeRefuse() throws Exception {
        TestingNode npm = TestingNode.install("meshopt");
        for (int i = 0; i < 40; i++) {
            meshes(i);
            filters(i);
        }
        for (Case original : List.copyOf(cases)) {
            for (int i = 0; i < 8; i++) {
                byte[] code = original.code().clone();
                code[random.nextInt(code.length)] ^= (byte) (1 << random.nextInt(8));
                add("damaged", original.mode(), original.filter(), original.count(), original.stride(), code);
            }
        }
        for (Case item : cases) {
            Files.write(folder.resolve(item.name() + ".code"), item.code());
        }
        write(cases.stream().map(Case::json).toList());
        npm.node("oracle.mjs", folder);

        int refused = 0;
        for (Case item : cases) {
            Path decoded = folder.resolve(item.name() + ".decoded");
            byte[] ours;
            try {
                ours = item.decode();
            } catch (MeshoptException e) {
                // Ours refuses indices from 2^31 too, which no mesh has.
                assertThat(String.valueOf(e.getMessage()).startsWith("decoded: index ") || !Files.exists(decoded))
                        .as(item.name() + ": " + e.getMessage())
                        .isTrue();
                refused++;
                continue;
            }
            assertThat(decoded).as(item.name()).exists();
            assertThat(ours).as(item.name()).isEqualTo(Files.readAllBytes(decoded));
        }
        assertThat(refused).isBetween(cases.size() / 20, cases.size() * 8 / 9);
    }

    private void meshes(int seed) {
        TestingMesh mesh = TestingMesh.welded(1 + random.nextInt(20), seed);
        MemorySegment indices = MemorySegment.ofArray(mesh.indices());
        int count = mesh.indices().length;
        int width = random.nextBoolean() ? 2 : 4;
        add("triangles", "TRIANGLES", "NONE", count, width, IndexCodec.encodeIndexBuffer(indices, mesh.vertexCount()));
        add("sequence", "INDICES", "NONE", count, width, IndexCodec.encodeIndexSequence(indices, mesh.vertexCount()));
        Version version = random.nextBoolean() ? Version.V0 : Version.V1;
        byte[] code = VertexCodec.encodeVertexBuffer(mesh.stream(), random.nextInt(4), version);
        add("positions", "ATTRIBUTES", "NONE", mesh.vertexCount(), 12, code);
    }

    private void filters(int seed) {
        int count = 1 + random.nextInt(400);
        int narrow = random.nextBoolean() ? 4 : 8;
        filter("oct" + seed, VertexFilter.OCT, "OCTAHEDRAL", count, narrow);
        filter("quat" + seed, VertexFilter.QUAT, "QUATERNION", count, 8);
        filter("exp" + seed, VertexFilter.EXP, "EXPONENTIAL", count, 4 * (1 + random.nextInt(8)));
        filter("color" + seed, VertexFilter.COLOR, "COLOR", count, narrow);
    }

    private void filter(String name, VertexFilter filter, String glTF, int count, int stride) {
        float[] data = new float[count * filter.components(stride)];
        for (int i = 0; i < data.length; i++) {
            data[i] = filter == VertexFilter.COLOR ? random.nextFloat() : (float) random.nextGaussian();
        }
        byte[] filtered = new byte[count * stride];
        int bits = filter == VertexFilter.EXP ? 15 : stride == 4 ? 8 : 12;
        filter.encode(MemorySegment.ofArray(filtered), count, stride, bits, MemorySegment.ofArray(data));
        byte[] code = VertexCodec.encodeVertexBuffer(
                VertexStream.of(MemorySegment.ofArray(filtered), count, stride), 3, Version.V1);
        add(name, "ATTRIBUTES", glTF, count, stride, code);
    }

    private void add(String name, String mode, String filter, int count, int stride, byte[] code) {
        cases.add(new Case(cases.size() + "-" + name, mode, filter, count, stride, code));
    }

    private void write(Object json) throws Exception {
        Files.write(folder.resolve("cases.json"), new ObjectMapper().writeValueAsBytes(json));
    }

    @Test
    void weDecodeWhatItsEncoderMakes() throws Exception {
        TestingNode npm = TestingNode.install("meshopt");
        List<Map<String, Object>> json = new ArrayList<>();
        List<Case> sources = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            String mode = List.of("TRIANGLES", "INDICES", "ATTRIBUTES").get(i % 3);
            int stride = i % 3 < 2 ? 4 : 4 * (1 + random.nextInt(64));
            int count = 3 * (1 + random.nextInt(300));
            Case source = new Case(String.valueOf(i), mode, "NONE", count, stride, raw(mode, count, stride));
            sources.add(source);
            Files.write(folder.resolve(i + ".raw"), source.code());
            Map<String, Object> item = new HashMap<>(source.json());
            item.put("encode", i % 2);
            json.add(item);
        }
        write(json);
        npm.node("oracle.mjs", folder);
        for (Case source : sources) {
            byte[] code = Files.readAllBytes(folder.resolve(source.name() + ".code"));
            byte[] decoded =
                    new Case(source.name(), source.mode(), "NONE", source.count(), source.stride(), code).decode();
            if (source.mode().equals("TRIANGLES")) {
                assertThat(TestingMesh.triangles(ints(decoded))).isEqualTo(TestingMesh.triangles(ints(source.code())));
            } else {
                assertThat(decoded).isEqualTo(source.code());
            }
        }
    }

    private byte[] raw(String mode, int count, int stride) {
        byte[] data = new byte[count * stride];
        if (mode.equals("ATTRIBUTES")) {
            random.nextBytes(data);
        } else {
            ByteBuffer indices = ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN);
            random.ints(count, 0, 5000).forEach(indices::putInt);
        }
        return data;
    }

    private static int[] ints(byte[] bytes) {
        int[] ints = new int[bytes.length / 4];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asIntBuffer().get(ints);
        return ints;
    }
}
