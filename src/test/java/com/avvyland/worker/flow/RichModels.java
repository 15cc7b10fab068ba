// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.flow;

import com.avvyland.worker.mesh.meshopt.IndexCodec;
import com.avvyland.worker.mesh.meshopt.VertexCodec;
import com.avvyland.worker.mesh.meshopt.VertexCodec.Version;
import com.avvyland.worker.mesh.meshopt.VertexStream;
import com.avvyland.worker.preview.TestingDraco;
import com.avvyland.worker.testing.TestingGlb;
import com.avvyland.worker.testing.TestingKtx2;
import com.avvyland.worker.testing.TestingModels;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Base64;
import java.util.function.IntPredicate;

/** Builds models that use what glTF has beyond triangles and pictures, so that each can be seen to have been used. */
final class RichModels {

    private static final int SHORT = 5122;
    private static final int FLOAT = 5126;

    private RichModels() {}

    /** The textured box, every accessor's data in a meshopt stream alone. */
    static byte[] meshopt(String extension, Version version) {
        TestingGlb glb = TestingModels.box();
        byte[] plain = glb.binary();
        for (JsonNode accessor : glb.root().path("accessors")) {
            ObjectNode view = (ObjectNode) glb.root()
                    .path("bufferViews")
                    .get(accessor.path("bufferView").asInt());
            int count = accessor.path("count").asInt();
            byte[] data = Arrays.copyOfRange(
                    plain,
                    view.path("byteOffset").asInt(),
                    view.path("byteOffset").asInt() + view.path("byteLength").asInt());
            boolean indices = accessor.path("type").asText().equals("SCALAR");
            byte[] stream = indices
                    ? IndexCodec.encodeIndexSequence(MemorySegment.ofArray(wide(data)), 24)
                    : VertexCodec.encodeVertexBuffer(
                            VertexStream.of(MemorySegment.ofArray(data), count, data.length / count), 2, version);
            JsonNode at = glb.root().path("bufferViews").get(glb.view(stream, 0));
            view.put("buffer", 1)
                    .putObject("extensions")
                    .putObject(extension)
                    .put("buffer", 0)
                    .put("byteOffset", at.path("byteOffset").asInt())
                    .put("byteLength", stream.length)
                    .put("byteStride", data.length / count)
                    .put("count", count)
                    .put("mode", indices ? "INDICES" : "ATTRIBUTES");
        }
        glb.add("buffers").put("byteLength", glb.binary().length);
        glb.add("buffers")
                .put("byteLength", plain.length)
                .putObject("extensions")
                .putObject(extension)
                .put("fallback", true);
        return required(glb, extension);
    }

    private static int[] wide(byte[] shorts) {
        ByteBuffer in = ByteBuffer.wrap(shorts).order(ByteOrder.LITTLE_ENDIAN);
        int[] wide = new int[shorts.length / 2];
        Arrays.setAll(wide, i -> in.getShort(i * 2));
        return wide;
    }

    /** The ribbon of {@link TestingDraco}; its numbers of 16 bits are to come out as floats. */
    static byte[] draco() {
        var glb = new TestingGlb();
        int stream = glb.view(Base64.getMimeDecoder().decode(TestingDraco.RIBBON), 0);
        ObjectNode pbr = glb.add("materials").put("doubleSided", true).putObject("pbrMetallicRoughness");
        pbr.put("metallicFactor", 0)
                .putArray("baseColorFactor")
                .add(1)
                .add(0)
                .add(0)
                .add(1);
        ObjectNode positions = accessor(glb, FLOAT, TestingDraco.VERTICES, "VEC3");
        positions.putArray("min").add(0).add(0).add(0);
        positions.putArray("max").add(5.7).add(1).add(1);
        accessor(glb, 5125, (TestingDraco.VERTICES - 2) * 3, "SCALAR");
        accessor(glb, FLOAT, TestingDraco.VERTICES, "VEC4");
        glb.mesh("Ribbon", 0, 1, 0);
        ObjectNode primitive = (ObjectNode) glb.root().at("/meshes/0/primitives/0");
        ((ObjectNode) primitive.get("attributes")).put("_ID", 2);
        primitive
                .putObject("extensions")
                .putObject("KHR_draco_mesh_compression")
                .put("bufferView", stream)
                .putObject("attributes")
                .put("POSITION", 2)
                .put("_ID", 0);
        glb.add("nodes").put("mesh", 0);
        glb.scene("Ribbon", 0);
        return required(glb, "KHR_draco_mesh_compression");
    }

    private static ObjectNode accessor(TestingGlb glb, int componentType, int count, String type) {
        return glb.add("accessors")
                .put("componentType", componentType)
                .put("count", count)
                .put("type", type);
    }

    /** The textured box, its picture a KTX2 of four squares. */
    static byte[] basisTexture() {
        TestingGlb glb = TestingModels.box();
        int picture = glb.view(TestingKtx2.squares(), 0);
        ((ObjectNode) glb.root().at("/images/0")).put("mimeType", "image/ktx2").put("bufferView", picture);
        ObjectNode texture = (ObjectNode) glb.root().at("/textures/0");
        texture.remove("source");
        texture.putObject("extensions").putObject("KHR_texture_basisu").put("source", 0);
        return required(glb, "KHR_texture_basisu");
    }

    /** The textured box, only the square at the upper right of its picture on each face. */
    static byte[] textureTransform() {
        TestingGlb glb = TestingModels.box();
        ObjectNode transform = ((ObjectNode) glb.root().at("/materials/0/pbrMetallicRoughness/baseColorTexture"))
                .putObject("extensions")
                .putObject("KHR_texture_transform");
        transform.putArray("offset").add(0.6).add(0.1);
        transform.putArray("scale").add(0.3).add(0.3);
        return required(glb, "KHR_texture_transform");
    }

    /** A red sheet of normalized shorts, which a node stretches to three times its height. */
    static byte[] quantized() {
        var glb = new TestingGlb();
        ByteBuffer data = ByteBuffer.allocate(4 * 8).order(ByteOrder.LITTLE_ENDIAN);
        for (int corner = 0; corner < 4; corner++) {
            int x = corner == 1 || corner == 2 ? 32_767 : -32_767;
            data.putShort((short) x)
                    .putShort((short) (corner < 2 ? -32_767 : 32_767))
                    .putInt(0);
        }
        int view = glb.view(data.array(), TestingGlb.ARRAY_BUFFER);
        ((ObjectNode) glb.root().at("/bufferViews/" + view)).put("byteStride", 8);
        ObjectNode positions =
                accessor(glb, SHORT, 4, "VEC3").put("bufferView", view).put("normalized", true);
        positions.putArray("min").add(-32_767).add(-32_767).add(0);
        positions.putArray("max").add(32_767).add(32_767).add(0);
        glb.mesh("Sheet", 0, glb.indices(0, 1, 2, 0, 2, 3), material(glb, 1, 0, 0));
        glb.add("nodes").put("mesh", 0).putArray("scale").add(3).add(1).add(1);
        glb.scene("Sheet", 0);
        return required(glb, "KHR_mesh_quantization");
    }

    /** A red sheet, drawn at the left and at the right with room for one between. */
    static byte[] instanced() {
        TestingGlb glb = sheets(material -> material == 0);
        int places = glb.floats(3, -2, 0, 0, 2, 0, 0);
        glb.add("nodes")
                .put("mesh", 0)
                .putObject("extensions")
                .putObject("EXT_mesh_gpu_instancing")
                .putObject("attributes")
                .put("TRANSLATION", places);
        glb.scene("Twice", 0);
        return required(glb, "EXT_mesh_gpu_instancing");
    }

    /** A red sheet, and a blue one at the same place that a joint holds to the right; the joint moves. */
    static byte[] skinned() {
        TestingGlb glb = sheets(_ -> true);
        for (int sheet = 0; sheet < 2; sheet++) {
            ByteBuffer joints = ByteBuffer.allocate(16);
            for (int vertex = 0; vertex < 4; vertex++) {
                joints.put((byte) sheet).put((byte) 0).put((byte) 0).put((byte) 0);
            }
            accessor(glb, 5121, 4, "VEC4").put("bufferView", glb.view(joints.array(), TestingGlb.ARRAY_BUFFER));
            int weights = glb.floats(4, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0);
            ((ObjectNode) glb.root().at("/meshes/0/primitives/" + sheet + "/attributes"))
                    .put("JOINTS_0", weights - 1)
                    .put("WEIGHTS_0", weights);
        }
        glb.add("skins").putArray("joints").add(1).add(2);
        glb.add("nodes").put("mesh", 0).put("skin", 0);
        glb.add("nodes").put("name", "Root").putArray("children").add(2);
        glb.add("nodes")
                .put("name", "Arm")
                .putArray("translation")
                .add(4)
                .add(0)
                .add(0);
        int times = glb.floats(1, 0, 1);
        int turns = glb.floats(4, 0, 0, 0, 1, 0, 0, 1, 0);
        ObjectNode animation = glb.add("animations").put("name", "Wave");
        animation.putArray("samplers").addObject().put("input", times).put("output", turns);
        animation
                .putArray("channels")
                .addObject()
                .put("sampler", 0)
                .putObject("target")
                .put("node", 2)
                .put("path", "rotation");
        glb.scene("Puppet", 0, 1);
        return glb.glb();
    }

    /** One mesh of sheets of 2 by 2 around the origin: 0 is red and nearer, 1 is blue. */
    private static TestingGlb sheets(IntPredicate wanted) {
        var glb = new TestingGlb();
        int[] materials = {material(glb, 1, 0, 0), material(glb, 0, 0, 1)};
        int indices = glb.indices(0, 1, 2, 0, 2, 3);
        for (int sheet = 0; sheet < 2; sheet++) {
            if (!wanted.test(sheet)) {
                continue;
            }
            float z = sheet == 0 ? 0.01f : 0;
            int positions = glb.floats(3, -1, -1, z, 1, -1, z, 1, 1, z, -1, 1, z);
            if (glb.count("meshes") == 0) {
                glb.mesh("Sheets", positions, indices, materials[sheet]);
            } else {
                ObjectNode primitive =
                        glb.root().withArray("/meshes/0/primitives").addObject();
                primitive.put("indices", indices).put("material", materials[sheet]);
                primitive.putObject("attributes").put("POSITION", positions);
            }
        }
        return glb;
    }

    private static int material(TestingGlb glb, int red, int green, int blue) {
        ObjectNode pbr = glb.add("materials").put("doubleSided", true).putObject("pbrMetallicRoughness");
        pbr.put("metallicFactor", 0)
                .putArray("baseColorFactor")
                .add(red)
                .add(green)
                .add(blue)
                .add(1);
        return glb.count("materials") - 1;
    }

    private static byte[] required(TestingGlb glb, String extension) {
        glb.root().putArray("extensionsUsed").add(extension);
        glb.root().putArray("extensionsRequired").add(extension);
        return glb.glb();
    }
}
