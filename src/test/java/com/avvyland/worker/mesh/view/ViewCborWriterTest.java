// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh.view;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.avvyland.worker.gltf.GltfLimits;
import com.avvyland.worker.mesh.CanonicalGlbWriter;
import com.avvyland.worker.source.Model;
import com.avvyland.worker.task.Bytes;
import com.avvyland.worker.testing.TestingGlb;
import com.avvyland.worker.testing.TestingModels;
import com.avvyland.worker.testing.TestingPng;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.upokecenter.cbor.CBORObject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ViewCborWriterTest {

    private static final float[] TRIANGLE = {0, 0, 0, 1, 0, 0, 0, 1, 0};

    private final TestingGlb glb = new TestingGlb();

    private static CBORObject view(byte[] model) throws IOException {
        var canonical = new CanonicalGlbWriter(GltfLimits.DEFAULT, (_, _) -> {
            throw new AssertionError("nothing here is compressed");
        });
        ByteBuffer file = canonical.write(new Model(".glb", Bytes.of(model), Map.of()));
        ByteBuffer view = new ViewCborWriter(GltfLimits.DEFAULT).write(file);
        byte[] bytes = new byte[view.remaining()];
        view.get(bytes);
        return CBORObject.DecodeFromBytes(bytes).Untag();
    }

    private ObjectNode triangle() {
        glb.mesh("Mesh", glb.floats(3, TRIANGLE), -1, -1);
        return (ObjectNode) glb.root().at("/meshes/0/primitives/0");
    }

    private static CBORObject attribute(CBORObject view, String name) {
        for (CBORObject attribute :
                view.get("mesh").get(0).get("prim").get(0).get("attr").getValues()) {
            if (attribute.get("k").AsString().equals(name)) {
                return attribute;
            }
        }
        throw new AssertionError(view.toString());
    }

    private static double box(CBORObject view, int side) {
        return view.get("bb").get(side).AsDoubleValue();
    }

    @Test
    void aTexturedModelHasItsTrianglesItsMaterialAndItsImage() throws IOException {
        CBORObject view = view(TestingModels.texturedBox());

        assertThat(view.get("stat").get("tri").AsInt32()).isEqualTo(12);
        int texture = view.get("mat")
                .get(0)
                .get("pbrMetallicRoughness")
                .get("baseColorTexture")
                .get("index")
                .AsInt32();
        CBORObject image =
                view.get("img").get(view.get("tex").get(texture).get("source").AsInt32());
        assertThat(image.get("mt").AsString()).isEqualTo("image/png");
        assertThat(image.get("d").GetByteString()).startsWith(0x89, 'P', 'N', 'G');
        assertThat(attribute(view, "TEXCOORD_0").get("q").get("o").size()).isEqualTo(2);
    }

    @Test
    void aTextureKeepsItsOwnCoordinatesOrGoesWithThem() throws IOException {
        ObjectNode primitive = triangle().put("material", 0);
        for (int set = 0; set < 3; set++) {
            ((ObjectNode) primitive.get("attributes")).put("TEXCOORD_" + set, glb.floats(2, 0, 0, 1, 0, 0, set));
        }
        int texture = glb.texture("Texture", "image/png", TestingPng.rgb(1, 1, new byte[3]));
        ObjectNode material = glb.add("materials");
        material.putObject("occlusionTexture").put("index", texture).put("texCoord", 1);
        material.putObject("emissiveTexture").put("index", texture).put("texCoord", 2);
        glb.add("nodes").put("mesh", 0);
        glb.scene("Scene", 0);

        CBORObject view = view(glb.glb());

        CBORObject kept = view.get("mat").get(0);
        assertThat(kept.get("occlusionTexture").get("texCoord").AsInt32()).isEqualTo(1);
        assertThat(kept.ContainsKey("emissiveTexture")).isFalse();
        assertThat(attribute(view, "TEXCOORD_1")).isNotNull();
    }

    @Test
    void instancesStandWhereTheyAreInTheModel() throws IOException {
        triangle();
        ObjectNode node = glb.add("nodes").put("mesh", 0);
        node.putArray("translation").add(100).add(0).add(0);
        node.putObject("extensions")
                .putObject("EXT_mesh_gpu_instancing")
                .putObject("attributes")
                .put("TRANSLATION", glb.floats(3, 0, 0, 0, 0, 0, 7));
        glb.root().putArray("extensionsUsed").add("EXT_mesh_gpu_instancing");
        glb.scene("Scene", 0);

        CBORObject view = view(glb.glb());

        assertThat(view.get("mesh").size()).isEqualTo(1);
        assertThat(view.get("root").size()).isEqualTo(2);
        assertThat(box(view, 0)).isCloseTo(100, within(1e-3));
        assertThat(box(view, 5)).isCloseTo(7, within(1e-3));
    }

    @Test
    void aSkinnedMeshIsWhereItsJointsHoldIt() throws IOException {
        ObjectNode attributes = (ObjectNode) triangle().get("attributes");
        attributes.put("JOINTS_0", bytes(0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0));
        attributes.put("WEIGHTS_0", glb.floats(4, 0.75f, 0.25f, 0, 0, 0.75f, 0.25f, 0, 0, 0.75f, 0.25f, 0, 0));
        glb.add("nodes")
                .put("mesh", 0)
                .put("skin", 0)
                .putArray("translation")
                .add(0)
                .add(50)
                .add(0);
        glb.add("nodes").putArray("translation").add(20).add(0).add(0);
        glb.add("nodes").putArray("translation").add(20).add(0).add(0);
        glb.add("skins").putArray("joints").add(1).add(2);
        glb.scene("Scene", 0, 1, 2);

        CBORObject view = view(glb.glb());

        assertThat(view.get("skin").get(0).get("j").size()).isEqualTo(2);
        assertThat(view.get("node").get(0).get("skin").AsInt32()).isZero();
        assertThat(attribute(view, "JOINTS_0")).isNotNull();
        assertThat(box(view, 0)).as("x, by the joints").isCloseTo(20, within(1e-3));
        assertThat(box(view, 4)).as("y, not by the node").isCloseTo(1, within(1e-3));
    }

    private int bytes(int... values) {
        byte[] data = new byte[values.length];
        for (int i = 0; i < data.length; i++) {
            data[i] = (byte) values[i];
        }
        glb.add("accessors")
                .put("bufferView", glb.view(data, TestingGlb.ARRAY_BUFFER))
                .put("componentType", 5121)
                .put("count", values.length / 4)
                .put("type", "VEC4");
        return glb.count("accessors") - 1;
    }

    @Test
    void anAnimationMovesTheNodesOfTheSceneThatIsShown() throws IOException {
        triangle();
        glb.add("nodes").put("mesh", 0);
        glb.add("nodes").put("mesh", 0);
        ObjectNode animation = glb.add("animations").put("name", "wave");
        ArrayNode channels = animation.putArray("channels");
        for (int node = 0; node < 2; node++) {
            channels.addObject()
                    .put("sampler", 0)
                    .putObject("target")
                    .put("node", node)
                    .put("path", "translation");
        }
        animation
                .putArray("samplers")
                .addObject()
                .put("input", glb.floats(1, 0, 2))
                .put("output", glb.floats(3, 0, 0, 0, 0, 0, 5));
        glb.scene("Other", 1);
        glb.scene("Shown", 0);

        CBORObject shown = view(glb.glb()).get("anim");

        assertThat(shown.get(0).get("dur").AsDoubleValue()).isEqualTo(2);
        assertThat(shown.get(0).get("ch").size()).isEqualTo(1);
        assertThat(shown.get(0).get("ch").get(0).get("p").AsString()).isEqualTo("t");
    }

    @Test
    void aMappedFileGivesTheSameViewAndStaysAsItIs(@TempDir Path folder) throws IOException {
        var writer = new ViewCborWriter(GltfLimits.DEFAULT);
        ByteBuffer canonical = new CanonicalGlbWriter(GltfLimits.DEFAULT, (_, _) -> {
                    throw new AssertionError("nothing here is compressed");
                })
                .write(new Model(".glb", Bytes.of(TestingModels.texturedBox()), Map.of()));
        Path file = folder.resolve("padded.glb");
        try (FileChannel channel = FileChannel.open(file, CREATE_NEW, READ, WRITE)) {
            channel.write(ByteBuffer.wrap(new byte[12]));
            channel.write(canonical.duplicate());
            ByteBuffer mapped =
                    channel.map(MapMode.READ_ONLY, 0, channel.size()).position(12);

            assertThat(writer.write(mapped)).isEqualTo(writer.write(canonical));
            assertThat(mapped.position()).isEqualTo(12);
        }
    }
}
