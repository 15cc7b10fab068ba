// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.avvyland.worker.config.TexturesConfig;
import com.avvyland.worker.gltf.GltfLimits;
import com.avvyland.worker.gltf.ImageHeader;
import com.avvyland.worker.mesh.texture.TextureRule;
import com.avvyland.worker.task.Bytes;
import com.avvyland.worker.task.FailureCode;
import com.avvyland.worker.task.TaskFailure;
import com.avvyland.worker.testing.TestingGlb;
import com.avvyland.worker.testing.TestingModels;
import com.avvyland.worker.testing.TestingPng;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.upokecenter.cbor.CBORObject;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Finds the exact end of every bound, and the code under which a writer's refusal reaches a receiver. */
class ViewBoundsTest {

    /** 24 vertices of three, three and two floats, and 36 indices. */
    private static final long BOX_BYTES = (24 * (3 + 3 + 2) + 36) * 4;

    private static CBORObject view(TestingGlb glb, long geometryBytes, long imageBytes) {
        return view(new ViewCborWriter(GltfLimits.DEFAULT, new ViewLimits(geometryBytes, imageBytes)), glb);
    }

    private static CBORObject view(ViewCborWriter writer, TestingGlb glb) {
        ByteBuffer view = writer.write(ByteBuffer.wrap(glb.glb()));
        byte[] bytes = new byte[view.remaining()];
        view.get(bytes);
        return CBORObject.DecodeFromBytes(bytes).Untag();
    }

    private static void assertBound(long bytes, TestingGlb glb) {
        assertThat(view(glb, bytes, 1 << 20).get("stat").get("draw").AsInt32()).isPositive();
        assertThatThrownBy(() -> view(glb, bytes - 1, 1 << 20)).isInstanceOfSatisfying(TaskFailure.class, failure -> {
            assertThat(failure.code()).isEqualTo(FailureCode.MODEL_TOO_LARGE);
            assertThat(failure).hasMessageContaining("(expected: at most " + (bytes - 1) + ")");
        });
    }

    private static TestingGlb changed(TestingGlb glb, Consumer<ObjectNode> primitive) {
        primitive.accept((ObjectNode) glb.root().at("/meshes/0/primitives/0"));
        return glb;
    }

    @Test
    void everyNumberOfAModelCountsAgainstTheBound() {
        TestingGlb box = TestingModels.box();
        assertBound(BOX_BYTES, box);

        TestingGlb colored = TestingModels.box();
        int colors = colored.floats(3, new float[24 * 3]);
        changed(colored, primitive -> ((ObjectNode) primitive.get("attributes")).put("COLOR_0", colors));
        assertBound(BOX_BYTES + 24 * 4 * 4, colored);

        TestingGlb morphed = TestingModels.box();
        int moves = morphed.floats(3, new float[24 * 3]);
        changed(morphed, primitive -> {
            primitive.putArray("targets").addObject().put("POSITION", moves);
            primitive.withArray("/targets").addObject().put("POSITION", moves).put("NORMAL", moves);
        });
        assertBound(BOX_BYTES + 3 * 24 * 3 * 4, morphed);

        // A strip of 36 corners is 35 lines.
        TestingGlb strip = changed(TestingModels.box(), primitive -> primitive.put("mode", 3));
        assertBound(BOX_BYTES + (70 - 36) * 4, strip);
    }

    @Test
    void anImageThatNoLongerFitsIsNamedByItsDigest() throws Exception {
        byte[] first = TestingPng.rgb(1, 1, new byte[3]);
        byte[] second = TestingPng.rgb(2, 1, new byte[6]);
        TestingGlb glb = TestingModels.triangleAsset();
        glb.texture("First", "image/png", first);
        glb.texture("Second", "image/png", second);
        long both = first.length + second.length;

        CBORObject fits = view(glb, 1 << 20, both).get("img");
        assertThat(fits.get(0).get("d").GetByteString()).isEqualTo(first);
        assertThat(fits.get(1).get("d").GetByteString()).isEqualTo(second);
        CBORObject full = view(glb, 1 << 20, both - 1).get("img");
        assertThat(full.get(0).get("d").GetByteString()).isEqualTo(first);
        assertThat(full.get(1).ContainsKey("d")).isFalse();
        assertThat(full.get(1).get("sha256").GetByteString())
                .isEqualTo(MessageDigest.getInstance("SHA-256").digest(second));
    }

    @Test
    void texturesAreReducedAsConfigured() {
        TestingGlb glb = TestingModels.triangleAsset();
        glb.texture("Wide", "image/png", TestingPng.rgb(128, 64, new byte[3 * 128 * 64]));
        TextureRule rule = new TextureRule(new TexturesConfig(32, TexturesConfig.Format.SOURCE));

        CBORObject image = view(new ViewCborWriter(GltfLimits.DEFAULT, rule), glb)
                .get("img")
                .get(0);

        assertThat(image.get("w").AsInt32Value()).isEqualTo(32);
        assertThat(image.get("h").AsInt32Value()).isEqualTo(16);
        ImageHeader header = ImageHeader.read(Bytes.of(image.get("d").GetByteString()));
        assertThat(header).isEqualTo(new ImageHeader("image/png", 32, 16, 1));
    }

    @Test
    void theWorkersOwnBoundsAreThoseOfTheDocument() {
        byte[] png = TestingPng.rgb(1, 1, new byte[3]);
        TestingGlb glb = TestingModels.triangleAsset();
        // Decoders ignore what comes after the end of a picture.
        glb.texture("Large", "image/png", Arrays.copyOf(png, (64 << 20) + 1));

        CBORObject image =
                view(new ViewCborWriter(GltfLimits.DEFAULT), glb).get("img").get(0);
        assertThat(image.ContainsKey("d")).isFalse();
        assertThat(ViewLimits.DEFAULT).isEqualTo(new ViewLimits(512L << 20, 64L << 20));
    }

    @ParameterizedTest
    @CsvSource({"NORMAL, 3, data", "TEXCOORD_0, 2, uv: NaN", "TEXCOORD_1, 2, uv: NaN"})
    void numbersThatAreNoneAreTheModelsFault(String semantic, int width, String words) {
        TestingGlb glb = TestingModels.box();
        float[] values = new float[24 * width];
        values[7] = Float.NaN;
        int accessor = glb.floats(width, values);
        for (String bound : new String[] {"min", "max"}) {
            ((ObjectNode) glb.root().at("/accessors/" + accessor)).remove(bound);
        }
        changed(glb, primitive -> ((ObjectNode) primitive.get("attributes")).put(semantic, accessor));

        assertInvalid(glb, words);
    }

    @Test
    void placesAndWeightsThatNoFloatHoldsAreTheModelsFault() {
        TestingGlb far = TestingModels.box();
        for (int node = 0; node < 4; node++) {
            ObjectNode scaled = node == 0 ? (ObjectNode) far.root().at("/nodes/0") : far.add("nodes");
            scaled.putArray("scale").add(1e12).add(1).add(1);
            if (node > 0) {
                scaled.putArray("children").add(node - 1);
            }
        }
        ((ObjectNode) far.root().at("/scenes/0")).putArray("nodes").add(3);
        assertInvalid(far, "position: ");

        TestingGlb heavy = TestingModels.box();
        int moves = heavy.floats(3, new float[24 * 3]);
        changed(heavy, primitive -> primitive.putArray("targets").addObject().put("POSITION", moves));
        ((ObjectNode) heavy.root().at("/meshes/0")).putArray("weights").add(1e300);
        assertInvalid(heavy, "weight: Infinity");
    }

    private static void assertInvalid(TestingGlb glb, String words) {
        ViewCborWriter writer = new ViewCborWriter(GltfLimits.DEFAULT);
        assertThatThrownBy(() -> view(writer, glb)).isInstanceOfSatisfying(TaskFailure.class, failure -> {
            assertThat(failure.code()).isEqualTo(FailureCode.INVALID_MODEL);
            assertThat(failure).hasMessageStartingWith("view: ").hasMessageContaining(words);
        });
    }
}
