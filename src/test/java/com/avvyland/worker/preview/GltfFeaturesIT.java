// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.preview;

import static com.avvyland.worker.preview.TestingPreviews.config;
import static com.avvyland.worker.preview.TestingPreviews.options;
import static com.avvyland.worker.preview.TestingPreviews.render;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.avvyland.worker.source.Model;
import com.avvyland.worker.task.FailureCode;
import com.avvyland.worker.task.TaskFailure;
import com.avvyland.worker.testing.TestingGlb;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Looks at what glTF has beyond triangles in one place with one colour. Compressed forms: {@code ObjectFormsIT}. */
class GltfFeaturesIT {

    private static final int EDGE = 128;
    private static final int MIDDLE = EDGE / 2;

    private static RendererPool pool;

    @BeforeAll
    static void start() {
        pool = new RendererPool(config(1, Duration.ofSeconds(60))).start();
    }

    @AfterAll
    static void stop() {
        pool.close();
    }

    @Test
    void multipliesTheColoursOfVertices() {
        var sheets = new TestingSheets();
        sheets.material(1, 1, 1);
        TestingSheets.attributes(sheets.sheet(0, 0, 0, 0))
                .put("COLOR_0", sheets.glb().floats(3, 1, 0, 0, 0, 0, 1, 0, 0, 1, 1, 0, 0));

        TestingPixels pixels = front(sheets.model());

        assertThat(pixels.hue(leftmost(pixels) + 3, MIDDLE)).isEqualTo("red");
        assertThat(pixels.hue(EDGE - leftmost(pixels) - 4, MIDDLE)).isEqualTo("blue");
    }

    @ParameterizedTest
    @CsvSource({"0, red", "1, green"})
    void takesATextureByTheCoordinatesThatItNames(int set, String hue) {
        var sheets = new TestingSheets();
        sheets.redAndGreen(sheets.material(1, 1, 1)).put("texCoord", set);
        ObjectNode attributes = TestingSheets.attributes(sheets.sheet(0, 0, 0, 0));
        for (int i = 0; i < 2; i++) {
            float u = 0.25f + 0.5f * i;
            attributes.put("TEXCOORD_" + i, sheets.glb().floats(2, u, 0, u, 0, u, 0, u, 0));
        }

        assertThat(front(sheets.model()).hueOfCenter()).isEqualTo(hue);
    }

    @Test
    void movesTurnsAndScalesATexture() {
        var sheets = new TestingSheets();
        ObjectNode texture = sheets.redAndGreen(sheets.material(1, 1, 1));
        // A quarter turn: what was beside is now above.
        ObjectNode transform =
                sheets.extension(texture, "KHR_texture_transform").put("rotation", Math.PI / 2);
        transform.putArray("offset").add(0).add(1);
        sheets.sheet(0, 0, 0, 0);

        TestingPixels pixels = front(sheets.model());

        assertThat(pixels.hue(MIDDLE, MIDDLE - 12)).isNotEqualTo(pixels.hue(MIDDLE, MIDDLE + 12));
        assertThat(pixels.hue(MIDDLE - 12, MIDDLE - 12)).isEqualTo(pixels.hue(MIDDLE + 12, MIDDLE - 12));
    }

    @Test
    void wearsTheMaterialThatIsThereWithoutAVariant() {
        var sheets = new TestingSheets();
        sheets.material(1, 0, 0);
        sheets.material(0, 1, 0);
        ObjectNode primitive = sheets.sheet(0, 0, 0, 0);
        ObjectNode root = sheets.glb().root();
        root.withArray("/extensionsRequired").add("KHR_materials_variants");
        sheets.extension(root, "KHR_materials_variants")
                .putArray("variants")
                .addObject()
                .put("name", "Green");
        ObjectNode mapping = sheets.extension(primitive, "KHR_materials_variants")
                .putArray("mappings")
                .addObject();
        mapping.put("material", 1).putArray("variants").add(0);

        assertThat(front(sheets.model()).hueOfCenter()).isEqualTo("red");
    }

    @Test
    void drawsEveryInstanceAndFramesThemAll() {
        var sheets = new TestingSheets();
        sheets.sheet(sheets.material(0, 0, 1), 0, 0, 0, 0.5, 0.5);
        sheets.extension(sheets.node(0), "EXT_mesh_gpu_instancing")
                .putObject("attributes")
                .put("TRANSLATION", sheets.glb().floats(3, -4, 0, 0, -1, 0, 0, 2, 0, 0, 5, 0, 0));

        TestingPixels pixels = front(sheets.model());

        assertThat(hues(pixels, MIDDLE)).containsExactly("blue", "blue", "blue", "blue");
        assertThat(pixels.whole()).isTrue();
    }

    @Test
    void standsAtTheWeightsThatAMeshSays() {
        var sheets = new TestingSheets();
        ObjectNode moved = sheets.sheet(sheets.material(0, 1, 0), 0, 0, 0, 0.5, 0.5);
        int move = sheets.glb().floats(3, 4, 0, 0, 4, 0, 0, 4, 0, 0, 4, 0, 0);
        moved.putArray("targets").addObject().put("POSITION", move);
        ((ObjectNode) sheets.glb().root().at("/meshes/0")).putArray("weights").add(1);
        sheets.sheet(sheets.material(1, 0, 0), 2, 0, 0, 0.5, 0.5);

        // Without its weights the green one is on the left.
        assertThat(hues(front(sheets.model()), MIDDLE)).containsExactly("red", "green");
    }

    @Test
    void standsInThePoseThatTheNodesOfASkinHaveAndNotInAnAnimation() {
        var sheets = new TestingSheets();
        TestingGlb glb = sheets.glb();
        ObjectNode bent = sheets.sheet(sheets.material(0, 1, 0), 0, 0, 0, 0.5, 0.5);
        ByteBuffer joints = ByteBuffer.allocate(16);
        ObjectNode accessor = glb.add("accessors")
                .put("bufferView", glb.view(joints.array(), TestingGlb.ARRAY_BUFFER))
                .put("componentType", 5121)
                .put("count", 4)
                .put("type", "VEC4");
        assertThat(accessor).isNotNull();
        TestingSheets.attributes(bent)
                .put("JOINTS_0", glb.count("accessors") - 1)
                .put("WEIGHTS_0", glb.floats(4, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0));
        sheets.sheet(sheets.material(1, 0, 0), 2, 0, 0, 0.5, 0.5);
        glb.add("nodes").putArray("translation").add(4).add(0).add(0);
        glb.add("skins").putArray("joints").add(2);
        sheets.node(0).put("skin", 0);
        ObjectNode animation = glb.add("animations");
        animation
                .putArray("samplers")
                .addObject()
                .put("input", glb.floats(1, 0, 1))
                .put("output", glb.floats(3, -9, 0, 0, -9, 0, 0));
        ObjectNode channel = animation.putArray("channels").addObject().put("sampler", 0);
        channel.putObject("target").put("node", 2).put("path", "translation");
        glb.scene("Scene", 0, 1, 2);

        // In its bind pose the green one is on the left; at the animation's start too.
        assertThat(hues(front(TestingSheets.model(glb)), MIDDLE)).containsExactly("red", "green");
    }

    @Test
    void refusesAVertexOnAJointThatItsSkinHasNot() {
        var sheets = new TestingSheets();
        TestingGlb glb = sheets.glb();
        ObjectNode bent = sheets.sheet(sheets.material(0, 1, 0), 0, 0, 0, 0.5, 0.5);
        ByteBuffer joints = ByteBuffer.allocate(16).put(5, (byte) 1);
        glb.add("accessors")
                .put("bufferView", glb.view(joints.array(), TestingGlb.ARRAY_BUFFER))
                .put("componentType", 5121)
                .put("count", 4)
                .put("type", "VEC4");
        TestingSheets.attributes(bent)
                .put("JOINTS_0", glb.count("accessors") - 1)
                .put("WEIGHTS_0", glb.floats(4, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0));
        glb.add("nodes");
        glb.add("skins").putArray("joints").add(1);
        sheets.node(0).put("skin", 0);
        glb.scene("Scene", 0, 1);

        assertThatThrownBy(() -> front(TestingSheets.model(glb)))
                .isInstanceOfSatisfying(
                        TaskFailure.class, failure -> assertThat(failure.code()).isEqualTo(FailureCode.INVALID_MODEL))
                .hasMessage("JOINTS_0: 1 (expected: below the skin's 1 joints)");
        assertThat(pool.recycled()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"0", "1", "2", "3"})
    void drawsPointsAndLinesWhollyCoveredInTheColourThatTheySay(int mode) {
        var glb = new TestingGlb();
        ObjectNode primitive =
                glb.add("meshes").putArray("primitives").addObject().put("mode", mode);
        ObjectNode attributes = primitive.putObject("attributes");
        attributes.put("POSITION", glb.floats(3, -1, -1, 0, 1, -1, 0, 1, 1, 0, -1, 1, 0));
        attributes.put("COLOR_0", glb.floats(3, 1, 0, 0, 1, 0, 0, 1, 0, 0, 1, 0, 0));
        glb.add("nodes").put("mesh", 0);
        glb.scene("Scene", 0);

        TestingPixels pixels = front(TestingSheets.model(glb));

        int pure = 0;
        for (int i = 0; i < EDGE * EDGE; i++) {
            pure += pixels.image().getRGB(i % EDGE, i / EDGE) == 0xffff0000 ? 1 : 0;
        }
        // Four points of 3 x 3 pixels, of which those at an uneven place are blended; lines of a pixel, up to four
        // sides.
        assertThat(pure).isGreaterThanOrEqualTo(mode == 0 ? 16 : 60);
        assertThat(pixels.whole()).isTrue();
    }

    @Test
    void drawsTheDefaultSceneAlone() {
        var sheets = new TestingSheets();
        sheets.sheet(sheets.material(1, 0, 0), 0, 0, 0);
        sheets.sheet(sheets.material(0, 0, 1), 0, 0, 1);
        sheets.glb().scene("Shown", 0);
        sheets.glb().scene("Other", 1);
        sheets.glb().root().put("scene", 0);

        assertThat(front(TestingSheets.model(sheets.glb())).hueOfCenter()).isEqualTo("red");
    }

    @Test
    void isLitByTheStudioWhateverLampsAModelBrings() {
        TestingPixels plain = lamp(false);

        assertThat(PictureDifference.of(plain, lamp(true)).whole()).isZero();
    }

    private static TestingPixels lamp(boolean lit) {
        var sheets = new TestingSheets();
        sheets.sheet(sheets.material(0.2, 0.2, 0.2), 0, 0, 0);
        if (lit) {
            ObjectNode light = sheets.extension(sheets.glb().root(), "KHR_lights_punctual")
                    .putArray("lights")
                    .addObject();
            light.put("type", "directional").put("intensity", 10);
            sheets.node(0)
                    .putObject("extensions")
                    .putObject("KHR_lights_punctual")
                    .put("light", 0);
        }
        return front(sheets.model());
    }

    private static TestingPixels front(Model model) {
        return TestingPixels.of(
                render(pool, model, options(EDGE, EDGE, "front")).getFirst().bytes());
    }

    private static int leftmost(TestingPixels pixels) {
        return pixels.drawn().x;
    }

    /** What a row crosses, from the left, the gaps left out. */
    private static List<String> hues(TestingPixels pixels, int y) {
        List<String> hues = new ArrayList<>();
        boolean inside = false;
        for (int x = 0; x < EDGE; x++) {
            boolean covered = pixels.alpha(x, y) == 255;
            if (covered && !inside) {
                hues.add(pixels.hue(x + 1, y));
            }
            inside = covered;
        }
        return hues;
    }
}
