// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.preview;

import static com.avvyland.worker.preview.TestingPreviews.config;
import static com.avvyland.worker.preview.TestingPreviews.options;
import static com.avvyland.worker.preview.TestingPreviews.render;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.avvyland.worker.source.Model;
import com.avvyland.worker.task.FailureCode;
import com.avvyland.worker.task.Preview;
import com.avvyland.worker.task.TaskFailure;
import com.avvyland.worker.testing.TestingGlb;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.awt.Rectangle;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Stands off from what is no box: sheets, lines, points, what is moved, and what is not there. Boxes: {@link RendererIT}. */
class FramingIT {

    private static final int EDGE = 200;
    private static final String[] ANGLES = {"front", "three_quarter", "40,60", "-120,-20", "top"};

    private static RendererPool pool;

    @BeforeAll
    static void start() {
        pool = new RendererPool(config(1, Duration.ofSeconds(60))).start();
    }

    @AfterAll
    static void stop() {
        pool.close();
    }

    /** Points, lines, a loop, a strip, triangles; from a millimetre to ten kilometres. */
    @ParameterizedTest
    @CsvSource({"0, 0.001", "0, 10000", "1, 0.001", "1, 10000", "2, 1", "3, 1", "4, 0.001", "4, 10000"})
    void framesEveryKindOfPrimitiveWhole(int mode, float size) {
        Model model = scattered(mode, size, 0);

        for (Preview preview : render(pool, model, options(EDGE, EDGE, ANGLES))) {
            TestingPixels pixels = TestingPixels.of(preview.bytes());
            assertThat(pixels.whole()).as(preview.angle()).isTrue();
            Rectangle drawn = pixels.drawn();
            assertThat(Math.max(drawn.width, drawn.height)).as(preview.angle()).isGreaterThan(EDGE / 2);
        }
    }

    /** A shader counts in 32 bits; from here a millimetre is a ten-millionth. */
    @Test
    void keepsTheFormOfWhatIsSmallAndFarAway() {
        TestingPixels near = front(scattered(4, 0.001f, 0));
        TestingPixels far = front(scattered(4, 0.001f, 10_000));

        assertThat(PictureDifference.of(near, far).drawn()).isLessThan(0.02);
    }

    /** From its edge alone it is an error, as RendererIT has it; next to an angle that shows it, an empty picture. */
    @Test
    void leavesThePictureOfASheetFromItsEdgeEmpty() {
        var sheets = new TestingSheets();
        sheets.sheet(sheets.material(1, 0, 0), 0, 0, 0);

        List<TestingPixels> pictures =
                render(pool, sheets.model(), options(EDGE, EDGE, "right", "front", "89,0")).stream()
                        .map(preview -> TestingPixels.of(preview.bytes()))
                        .toList();

        assertThat(pictures.get(0).drawn().width).isLessThanOrEqualTo(0);
        assertThat(pictures.get(1).hueOfCenter()).isEqualTo("red");
        assertThat(pictures.get(2).drawn().height).isGreaterThan(EDGE / 2);
    }

    @Test
    void framesASheetToItsCornersAndNotMore() {
        var sheets = new TestingSheets();
        sheets.sheet(sheets.material(1, 0, 0), 5, -3, 2);

        Rectangle drawn = front(sheets.model()).drawn();

        // Its circle, of a diameter of 1.41 edges, fills the picture but for the margin of 1/20 and what is lost to the
        // lens.
        assertThat(drawn.width).isCloseTo((int) (EDGE * 0.65), within(4));
        assertThat(drawn.getCenterX()).isCloseTo(EDGE / 2.0, within(1.0));
        assertThat(drawn.getCenterY()).isCloseTo(EDGE / 2.0, within(1.0));
    }

    @Test
    void doesNotMakeRoomForWhatTheDefaultSceneLacks() {
        var sheets = new TestingSheets();
        sheets.sheet(sheets.material(1, 0, 0), 0, 0, 0);
        sheets.sheet(0, 500, 0, 0);
        sheets.glb().scene("Other", 1);
        sheets.glb().scene("Shown", 0);

        Rectangle drawn = front(TestingSheets.model(sheets.glb())).drawn();

        assertThat(drawn.height).isGreaterThan(EDGE / 2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"no nodes", "no mesh", "a point", "invisible", "one place"})
    void saysWhyThereIsNothingToSee(String what) {
        var sheets = new TestingSheets();
        switch (what) {
            case "no mesh" -> {
                sheets.glb().add("nodes").put("name", "Empty");
                sheets.glb().scene("Scene", 0);
            }
            case "a point" -> line(sheets.glb(), 0, 1, 1, 1);
            case "one place" -> line(sheets.glb(), 1, 2, 2, 2, 2, 2, 2);
            case "invisible" -> {
                sheets.materialAt(sheets.material(1, 0, 0, 0)).put("alphaMode", "BLEND");
                sheets.sheet(0, 0, 0, 0);
                sheets.glb().scene("Scene", 0);
            }
            default -> sheets.glb().scene("Scene");
        }
        String reason = switch (what) {
            case "a point", "one place" -> "bounds: radius 0";
            case "invisible" -> "model: nothing to see from any angle";
            default -> "model: no visible geometry";
        };

        assertThatThrownBy(() -> front(TestingSheets.model(sheets.glb())))
                .isInstanceOfSatisfying(
                        TaskFailure.class, failure -> assertThat(failure.code()).isEqualTo(FailureCode.INVALID_MODEL))
                .hasMessageContaining(reason);
    }

    /** Six vertices at the ends of a cross, in two triangles, three lines or six points, shifted along x by their node. */
    private static Model scattered(int mode, float size, double away) {
        var glb = new TestingGlb();
        float h = size / 2;
        ObjectNode primitive = line(glb, mode, h, 0, 0, 0, h, 0, 0, 0, h, -h, 0, 0, 0, -h, 0, 0, 0, -h);
        primitive.put("material", 0);
        glb.add("materials").put("doubleSided", true);
        ((ObjectNode) glb.root().at("/nodes/0"))
                .putArray("translation")
                .add(away)
                .add(0)
                .add(0);
        return TestingSheets.model(glb);
    }

    private static ObjectNode line(TestingGlb glb, int mode, float... positions) {
        ObjectNode primitive =
                glb.add("meshes").putArray("primitives").addObject().put("mode", mode);
        primitive.putObject("attributes").put("POSITION", glb.floats(3, positions));
        glb.add("nodes").put("mesh", 0);
        glb.scene("Scene", 0);
        return primitive;
    }

    private static TestingPixels front(Model model) {
        return TestingPixels.of(
                render(pool, model, options(EDGE, EDGE, "front")).getFirst().bytes());
    }
}
