// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.projection.picture;

import static com.avvyland.worker.projection.picture.TestingDrawing.ARROW;
import static com.avvyland.worker.projection.picture.TestingDrawing.BOTTLE;
import static com.avvyland.worker.projection.picture.TestingDrawing.CHAIR;
import static com.avvyland.worker.projection.picture.TestingDrawing.MUG;
import static com.avvyland.worker.projection.picture.TestingDrawing.WHITE_VASE;
import static com.avvyland.worker.projection.picture.TestingDrawing.busy;
import static com.avvyland.worker.projection.picture.TestingDrawing.draw;
import static com.avvyland.worker.projection.picture.TestingDrawing.gradient;
import static com.avvyland.worker.projection.picture.TestingDrawing.jpeg;
import static com.avvyland.worker.projection.picture.TestingDrawing.mirrored;
import static com.avvyland.worker.projection.picture.TestingDrawing.moved;
import static com.avvyland.worker.projection.picture.TestingDrawing.plain;
import static com.avvyland.worker.projection.picture.TestingDrawing.png;
import static com.avvyland.worker.projection.picture.TestingDrawing.raster;
import static com.avvyland.worker.projection.picture.TestingDrawing.shadow;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.avvyland.worker.projection.picture.TestingDrawing.Part;
import com.avvyland.worker.task.Image;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Promises that each fault is found by its check and no other, and that a good picture has none. */
class LocalChecksTest {

    private static final int SIZE = 600;
    private static final Part WHITE = plain(0xffffff);
    private static final Prepared MUG_SHOWN = prepared(MUG);

    static Stream<Arguments> good() {
        Part bright = moved(MUG, 0.9, 50, 50).then(canvas -> {
            canvas.setColor(new Color(240, 220, 60));
            canvas.fill(new Ellipse2D.Double(300, 350, 220, 220));
        });
        return Stream.of(
                arguments("the back of a mug", Relation.MIRRORED, png(draw(WHITE.then(mirrored(bright)), SIZE))),
                arguments("the same side", Relation.SAME, png(draw(WHITE.then(bright), SIZE))),
                arguments("another side", Relation.OTHER, png(draw(WHITE.then(BOTTLE), SIZE))),
                arguments("as JPEG", Relation.MIRRORED, jpeg(draw(WHITE.then(mirrored(bright)), SIZE), 0.8)),
                arguments(
                        "with a shadow",
                        Relation.OTHER,
                        png(draw(WHITE.then(shadow()).then(BOTTLE), SIZE))),
                arguments(
                        "on light grey",
                        Relation.OTHER,
                        png(draw(plain(0xe4e4e4).then(BOTTLE), SIZE))),
                arguments("on nothing", Relation.OTHER, png(draw(BOTTLE, SIZE))),
                arguments("white on white", Relation.OTHER, png(draw(WHITE.then(WHITE_VASE), SIZE))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("good")
    void aGoodPictureHasOneEverywhere(String name, Relation relation, Image painted) {
        List<Finding> findings = LocalChecks.check(MUG_SHOWN.silhouette(), MUG_SHOWN.image(), painted, relation);

        assertThat(findings).allSatisfy(finding -> {
            assertThat(finding.value()).as(finding.name()).isEqualTo(1);
            assertThat(finding.fatal()).isFalse();
            assertThat(finding.reason()).isEmpty();
        });
        assertThat(findings)
                .extracting(Finding::name)
                .contains("background_clean", "subject_present", "subject_inside", "not_the_input");
    }

    static Stream<Arguments> bad() {
        Part all = box(15, 15, 970, 970);
        Part speck = moved(BOTTLE, 0.25, 400, 400);
        return Stream.of(
                arguments("white alone", WHITE, "not_blank", 0.0),
                arguments("a gradient alone", gradient(0xffffff, 0xd0d8e0), "not_blank", 0.0),
                arguments("dust", WHITE.then(box(500, 500, 40, 40)), "not_blank", 0.0),
                arguments("a dot", WHITE.then(box(500, 500, 60, 60)), "subject_present", 0.0),
                arguments("tiny", WHITE.then(speck), "subject_present", 0.7),
                arguments("huge, cut out", all, "subject_present", 0.7),
                arguments("cut off above", WHITE.then(moved(BOTTLE, 1, 0, -150)), "subject_inside", 0.6),
                arguments("cut off below", WHITE.then(moved(BOTTLE, 1, 0, 150)), "subject_inside", 0.6),
                arguments("cut off at the left", WHITE.then(moved(BOTTLE, 1, -400, 0)), "subject_inside", 0.6),
                arguments("cut off at the right", WHITE.then(moved(BOTTLE, 1, 400, 0)), "subject_inside", 0.6),
                arguments("busy", busy().then(BOTTLE), "background_clean", 0.5),
                arguments("coloured", plain(0x70a0ff).then(BOTTLE), "background_clean", 0.85),
                arguments("dark", plain(0x404040).then(moved(ARROW, 0.8, 100, 100)), "background_clean", 0.85));
    }

    @ParameterizedTest(name = "{0}: {2}")
    @MethodSource("bad")
    void aFaultIsFoundByItsCheckAlone(String name, Part drawn, String check, double value) {
        List<Finding> findings =
                LocalChecks.check(MUG_SHOWN.silhouette(), MUG_SHOWN.image(), png(draw(drawn, SIZE)), Relation.OTHER);

        assertThat(findings)
                .filteredOn(finding -> finding.value() < 1)
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.name()).isEqualTo(check);
                    assertThat(finding.value()).isEqualTo(value);
                    assertThat(finding.fatal()).isEqualTo(value == 0);
                    assertThat(finding.reason()).isNotBlank().hasSizeLessThan(120);
                });
    }

    @ParameterizedTest
    @CsvSource({"0, -150, top", "0, 150, bottom", "-400, 0, left", "400, 0, right"})
    void theSideThatIsCutOffIsNamed(int x, int y, String side) {
        Image painted = png(draw(WHITE.then(moved(BOTTLE, 1, x, y)), SIZE));

        assertThat(find("subject_inside", MUG_SHOWN, painted, Relation.OTHER).reason())
                .isEqualTo("Show the whole object with a margin; it is cut off at the %s.".formatted(side));
    }

    @ParameterizedTest
    @EnumSource(Relation.class)
    void theInputAgainIsRefusedWhereAnotherSideIsAskedFor(Relation relation) {
        BufferedImage shown = image(Raster.decode(MUG_SHOWN.image()));
        List<Image> again = List.of(
                MUG_SHOWN.image(),
                jpeg(shown, 0.9),
                jpeg(shown, 0.6),
                png(scaled(shown, 400)),
                jpeg(scaled(shown, 1400), 0.9),
                png(draw(WHITE.then(moved(MUG, 0.6, 300, 20)), SIZE)));

        for (Image each : again) {
            Finding finding = find("not_the_input", MUG_SHOWN, each, relation);
            assertThat(finding.fatal()).isEqualTo(relation != Relation.SAME);
            assertThat(finding.value()).isEqualTo(relation == Relation.SAME ? 1 : 0);
        }
    }

    @Test
    void aPaleInputAgainIsRefused() {
        Prepared vase = prepared(WHITE_VASE);
        Image again = jpeg(scaled(image(Raster.decode(vase.image())), 600), 0.9);

        assertThat(find("not_the_input", vase, again, Relation.OTHER).fatal()).isTrue();
    }

    @Test
    void aRepaintedPictureIsNotTheInput() {
        Part repainted = MUG.then(canvas -> {
            canvas.setColor(new Color(255, 255, 255, 25));
            canvas.fill(new Ellipse2D.Double(260, 260, 320, 480));
        });

        assertThat(find("not_the_input", MUG_SHOWN, png(draw(WHITE.then(repainted), SIZE)), Relation.OTHER)
                        .value())
                .isEqualTo(1);
    }

    static Stream<Arguments> outlines() {
        return Stream.of(
                arguments(Relation.SAME, moved(ARROW, 0.8, 60, 90), 1.0, 1.0),
                arguments(Relation.SAME, mirrored(ARROW), 0.0, 0.9),
                arguments(Relation.MIRRORED, mirrored(ARROW), 1.0, 1.0),
                arguments(Relation.MIRRORED, moved(ARROW, 0.8, 60, 90), 0.0, 0.9),
                arguments(Relation.SAME, BOTTLE, 0.0, 0.0),
                arguments(Relation.MIRRORED, CHAIR, 0.0, 0.0));
    }

    @ParameterizedTest
    @MethodSource("outlines")
    void anotherOutlineCostsTheScore(Relation relation, Part painted, double least, double most) {
        Prepared arrow = prepared(ARROW);

        Finding finding = find("silhouette", arrow, png(draw(WHITE.then(painted), SIZE)), relation);

        assertThat(finding.value()).isBetween(least, most);
        assertThat(finding.fatal()).isFalse();
        assertThat(finding.reason().isEmpty()).isEqualTo(most == 1);
    }

    @Test
    void anOutlineOfAnotherSideIsNotCompared() {
        assertThat(LocalChecks.check(
                        MUG_SHOWN.silhouette(), MUG_SHOWN.image(), png(draw(WHITE.then(BOTTLE), SIZE)), Relation.OTHER))
                .noneMatch(finding -> finding.name().equals("silhouette"));
    }

    private static Part box(int x, int y, int width, int height) {
        return canvas -> {
            canvas.setColor(new Color(70, 60, 90));
            canvas.fillRect(x, y, width, height);
        };
    }

    static Finding find(String name, Prepared source, Image painted, Relation relation) {
        return LocalChecks.check(source.silhouette(), source.image(), painted, relation).stream()
                .filter(finding -> finding.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    static Prepared prepared(Part part) {
        return Preparation.prepare(
                LocalCutout.cut(raster(draw(WHITE.then(part), 800))).orElseThrow(), 1024);
    }

    private static BufferedImage image(Raster raster) {
        BufferedImage image = new BufferedImage(raster.width(), raster.height(), BufferedImage.TYPE_INT_RGB);
        image.setRGB(0, 0, raster.width(), raster.height(), raster.argb(), 0, raster.width());
        return image;
    }

    /** Scale by other means than the code under test. */
    private static BufferedImage scaled(BufferedImage image, int size) {
        BufferedImage scaled = new BufferedImage(size, size, BufferedImage.TYPE_INT_RGB);
        Graphics2D canvas = scaled.createGraphics();
        canvas.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        canvas.drawImage(image, 0, 0, size, size, null);
        canvas.dispose();
        return scaled;
    }
}
