// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.preview;

import static com.avvyland.worker.preview.TestingPreviews.config;
import static com.avvyland.worker.preview.TestingPreviews.options;
import static com.avvyland.worker.preview.TestingPreviews.render;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.avvyland.worker.source.Model;
import com.avvyland.worker.testing.TestingGlb;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.awt.Color;
import java.time.Duration;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Looks at what each material extension is there for: a picture with it differs from one without in the way it promises. */
class MaterialsIT {

    private static final int EDGE = 128;

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
    void showsSheenOnTheFlanksOfAClothOfItsColour() {
        Consumer<ObjectNode> black = material -> pbr(material, 0, 1, 0, 0, 0);
        TestingPixels plain = ball(black);
        TestingPixels cloth = ball(black.andThen(material -> {
            ObjectNode sheen = extension(material, "KHR_materials_sheen").put("sheenRoughnessFactor", 0.4);
            sheen.putArray("sheenColorFactor").add(1).add(0).add(0);
        }));

        double flank = red(cloth, EDGE / 2, EDGE / 7) - red(plain, EDGE / 2, EDGE / 7);
        assertThat(flank).isGreaterThan(15);
        assertThat(flank).isGreaterThan(red(cloth, EDGE / 2, EDGE / 2) - red(plain, EDGE / 2, EDGE / 2));
        assertThat(mean(cloth, MaterialsIT::blue)).isLessThan(mean(plain, MaterialsIT::blue));
    }

    @Test
    void putsAGlossyCoatOverAMattPaint() {
        Consumer<ObjectNode> paint = material -> pbr(material, 0, 1, 0.3, 0, 0);
        TestingPixels plain = ball(paint);
        TestingPixels coated = ball(paint.andThen(material -> extension(material, "KHR_materials_clearcoat")
                .put("clearcoatFactor", 1)
                .put("clearcoatRoughnessFactor", 0)));

        assertThat(most(coated, MaterialsIT::blue)).isGreaterThan(most(plain, MaterialsIT::blue) + 50);
    }

    @Test
    void stretchesAReflectionAcrossTheBrushingOfAMetal() {
        Consumer<ObjectNode> metal = material -> pbr(material, 1, 0.35, 1, 1, 1);
        BiConsumer<ObjectNode, Double> brushed = (material, rotation) -> extension(material, "KHR_materials_anisotropy")
                .put("anisotropyStrength", 1)
                .put("anisotropyRotation", rotation);

        double plain = slant(ball(metal));
        double along = slant(ball(metal.andThen(material -> brushed.accept(material, 0.0))));
        double across = slant(ball(metal.andThen(material -> brushed.accept(material, Math.PI / 2))));

        assertThat(along / plain).isGreaterThan(1.15);
        assertThat(across / plain).isLessThan(0.87);
    }

    @Test
    void coloursAReflectionByAThinFilm() {
        Consumer<ObjectNode> black = material -> pbr(material, 0, 0.2, 0, 0, 0);
        TestingPixels film = ball(black.andThen(material -> extension(material, "KHR_materials_iridescence")
                .put("iridescenceFactor", 1)
                .put("iridescenceIor", 2)
                .put("iridescenceThicknessMaximum", 550)));

        assertThat(most(ball(black), MaterialsIT::saturation)).isLessThan(0.05);
        assertThat(most(film, MaterialsIT::saturation)).isGreaterThan(0.3);
    }

    @Test
    void takesTheReflectionFromADielectricWithoutSpecular() {
        Consumer<ObjectNode> black = material -> pbr(material, 0, 0.1, 0, 0, 0);

        assertThat(most(ball(black), MaterialsIT::blue)).isGreaterThan(60);
        assertThat(most(
                        ball(black.andThen(material ->
                                extension(material, "KHR_materials_specular").put("specularFactor", 0))),
                        MaterialsIT::blue))
                .isLessThan(10);
    }

    @Test
    void reflectsMoreWhereTheIndexOfRefractionIsHigher() {
        Consumer<ObjectNode> black = material -> pbr(material, 0, 0.3, 0, 0, 0);
        BiConsumer<ObjectNode, Double> ior =
                (material, value) -> extension(material, "KHR_materials_ior").put("ior", value);

        double glass = red(ball(black.andThen(material -> ior.accept(material, 1.5))), EDGE / 2, EDGE / 2);
        double diamond = red(ball(black.andThen(material -> ior.accept(material, 2.4))), EDGE / 2, EDGE / 2);

        assertThat(diamond).isGreaterThan(1.5 * glass);
    }

    @Test
    void showsWhatIsBehindAPaneAndNotBehindAWall() {
        assertThat(behind(glass -> {}).hue(EDGE * 3 / 8, EDGE / 2)).isEqualTo("grey");

        TestingPixels seen =
                behind(glass -> extension(glass, "KHR_materials_transmission").put("transmissionFactor", 1));

        assertThat(seen.hue(EDGE * 3 / 8, EDGE / 2)).isEqualTo("red");
        assertThat(seen.hue(EDGE * 5 / 8, EDGE / 2)).isEqualTo("blue");
        assertThat(seen.alpha(EDGE / 2, EDGE / 2)).isEqualTo(255);
    }

    @Test
    void coloursLightOnItsWayThroughAVolume() {
        Consumer<ObjectNode> thick = glass -> {
            extension(glass, "KHR_materials_transmission").put("transmissionFactor", 1);
            extension(glass, "KHR_materials_ior").put("ior", 1);
            ObjectNode volume = extension(glass, "KHR_materials_volume")
                    .put("thicknessFactor", 1)
                    .put("attenuationDistance", 0.2);
            volume.putArray("attenuationColor").add(0.1).add(0.9).add(0.1);
        };

        var wall = new TestingSheets();
        wall.sheet(wall.material(1, 1, 1), 0, 0, -0.5);
        assertThat(before(wall, thick).hueOfCenter()).isEqualTo("green");
    }

    @Test
    void splitsLightIntoColoursWhereGlassDisperses() {
        Consumer<ObjectNode> glass = material -> {
            extension(material, "KHR_materials_transmission").put("transmissionFactor", 1);
            extension(material, "KHR_materials_ior").put("ior", 1.6);
            extension(material, "KHR_materials_volume").put("thicknessFactor", 1);
        };
        double plain = mean(lens(glass), MaterialsIT::spread);
        double prism = mean(
                lens(glass.andThen(material ->
                        extension(material, "KHR_materials_dispersion").put("dispersion", 8))),
                MaterialsIT::spread);

        assertThat(plain).isLessThan(3);
        assertThat(prism).isGreaterThan(plain + 2);
    }

    @Test
    void glowsAsStronglyAsItSays() {
        Consumer<ObjectNode> glowing = material -> {
            pbr(material, 0, 1, 0, 0, 0);
            material.putArray("emissiveFactor").add(0.1).add(0).add(0);
        };

        assertThat(red(
                        ball(glowing.andThen(material -> extension(material, "KHR_materials_emissive_strength")
                                .put("emissiveStrength", 6))),
                        EDGE / 2,
                        EDGE / 2))
                .isGreaterThan(red(ball(glowing), EDGE / 2, EDGE / 2) + 70);
    }

    /** The colours of flags, logos and scans: no light, no tone curve, from any side. */
    @ParameterizedTest
    @ValueSource(strings = {"front", "25,40", "-60,-35"})
    void givesAnUnlitColourAsItIsWritten(String angle) {
        var sheets = new TestingSheets();
        int white = sheets.material(1, 1, 1);
        int color = sheets.material(linear(200), linear(100), linear(50));
        sheets.extension(white, "KHR_materials_unlit");
        sheets.extension(color, "KHR_materials_unlit");
        sheets.sheet(color, 0, 0, 0);
        sheets.sheet(white, 2, 0, 0);

        TestingPixels pixels = picture(sheets.model(), angle);

        assertThat(has(pixels, 0xffffffff)).isGreaterThan(200);
        assertThat(has(pixels, 0xffc86432)).isGreaterThan(200);
    }

    @ParameterizedTest
    @CsvSource({"OPAQUE, 255, 255", "MASK, 0, 255", "BLEND, 51, 230"})
    void coversAsMuchAsItsAlphaModeSays(String mode, int left, int right) {
        var sheets = new TestingSheets();
        sheets.materialAt(sheets.material(0, 1, 0)).put("alphaMode", mode);
        for (int side = 0; side < 2; side++) {
            float alpha = side == 0 ? 0.2f : 0.9f;
            TestingSheets.attributes(sheets.sheet(0, 2 * side - 1, 0, 0))
                    .put("COLOR_0", sheets.glb().floats(4, colors(alpha)));
        }

        TestingPixels pixels = picture(sheets.model(), "front");

        assertThat(pixels.alpha(EDGE * 3 / 8, EDGE / 2)).isCloseTo(left, within(1));
        assertThat(pixels.alpha(EDGE * 5 / 8, EDGE / 2)).isCloseTo(right, within(1));
        assertThat(pixels.hue(EDGE * 5 / 8, EDGE / 2)).isEqualTo("green");
    }

    @Test
    void showsTheBackOfADoubleSidedSheetAlone() {
        var sheets = new TestingSheets();
        sheets.sheet(sheets.material(1, 0, 0), -1, 0, 0);
        sheets.sheet(sheets.material(0, 0, 1), 1, 0, 0);
        sheets.materialAt(1).put("doubleSided", true);

        TestingPixels back = picture(sheets.model(), "back");

        assertThat(back.hue(EDGE * 3 / 8, EDGE / 2)).isEqualTo("blue");
        assertThat(back.alpha(EDGE * 5 / 8, EDGE / 2)).isZero();
    }

    private static float[] colors(float alpha) {
        return new float[] {1, 1, 1, alpha, 1, 1, 1, alpha, 1, 1, 1, alpha, 1, 1, 1, alpha};
    }

    /** A pane in front of a red and a blue sheet. */
    private static TestingPixels behind(Consumer<ObjectNode> glass) {
        var sheets = new TestingSheets();
        sheets.sheet(sheets.material(1, 0, 0), -1, 0, -0.5);
        sheets.sheet(sheets.material(0, 0, 1), 1, 0, -0.5);
        return before(sheets, glass);
    }

    /** A pane in front of what is there. */
    private static TestingPixels before(TestingSheets sheets, Consumer<ObjectNode> glass) {
        int pane = sheets.material(1, 1, 1);
        pbr(sheets.materialAt(pane), 0, 0, 1, 1, 1);
        glass.accept(sheets.materialAt(pane));
        sheets.sheet(pane, 0, 0, 0.5);
        return picture(sheets.model(), "front");
    }

    /** A ball in front of white stripes on black. */
    private static TestingPixels lens(Consumer<ObjectNode> glass) {
        TestingGlb glb = TestingRichModels.striped();
        ObjectNode material = (ObjectNode) glb.root().at("/materials/0");
        pbr(material, 0, 0, 1, 1, 1);
        glass.accept(material);
        return picture(TestingSheets.model(glb), "front");
    }

    private static TestingPixels ball(Consumer<ObjectNode> change) {
        TestingGlb glb = TestingRichModels.sphere();
        change.accept((ObjectNode) glb.root().at("/materials/0"));
        return picture(TestingSheets.model(glb), "front");
    }

    private static void pbr(ObjectNode material, double metallic, double roughness, double... color) {
        ObjectNode pbr = material.putObject("pbrMetallicRoughness");
        pbr.put("metallicFactor", metallic).put("roughnessFactor", roughness);
        pbr.putArray("baseColorFactor")
                .add(color[0])
                .add(color[1])
                .add(color[2])
                .add(1);
    }

    private static ObjectNode extension(ObjectNode material, String name) {
        return material.withObject("/extensions").putObject(name);
    }

    private static TestingPixels picture(Model model, String angle) {
        return TestingPixels.of(
                render(pool, model, options(EDGE, EDGE, angle)).getFirst().bytes());
    }

    private static double linear(int value) {
        double part = value / 255.0;
        return part <= 0.04045 ? part / 12.92 : Math.pow((part + 0.055) / 1.055, 2.4);
    }

    private static double red(TestingPixels pixels, int x, int y) {
        return pixels.image().getRGB(x, y) >> 16 & 255;
    }

    private static double blue(int argb) {
        return argb & 255;
    }

    private static double saturation(int argb) {
        return Color.RGBtoHSB(argb >> 16 & 255, argb >> 8 & 255, argb & 255, null)[1];
    }

    /** How far the channels are apart. */
    private static double spread(int argb) {
        int red = argb >> 16 & 255;
        int green = argb >> 8 & 255;
        int blue = argb & 255;
        return Math.max(red, Math.max(green, blue)) - Math.min(red, Math.min(green, blue));
    }

    private static double most(TestingPixels pixels, ToDoubleFunction<Integer> measure) {
        double most = 0;
        for (int i = 0; i < EDGE * EDGE; i++) {
            int argb = pixels.image().getRGB(i % EDGE, i / EDGE);
            most = argb >>> 24 == 255 ? Math.max(most, measure.applyAsDouble(argb)) : most;
        }
        return most;
    }

    private static double mean(TestingPixels pixels, ToDoubleFunction<Integer> measure) {
        double sum = 0;
        int drawn = 0;
        for (int i = 0; i < EDGE * EDGE; i++) {
            int argb = pixels.image().getRGB(i % EDGE, i / EDGE);
            sum += argb >>> 24 == 255 ? measure.applyAsDouble(argb) : 0;
            drawn += argb >>> 24 == 255 ? 1 : 0;
        }
        return sum / drawn;
    }

    private static int has(TestingPixels pixels, int argb) {
        int count = 0;
        for (int i = 0; i < EDGE * EDGE; i++) {
            count += pixels.image().getRGB(i % EDGE, i / EDGE) == argb ? 1 : 0;
        }
        return count;
    }

    /** How much the light changes downwards, over how much it changes sidewards, in the middle of a ball. */
    private static double slant(TestingPixels pixels) {
        double down = 0;
        double sideways = 0;
        for (int y = EDGE / 4; y < EDGE * 3 / 4; y++) {
            for (int x = EDGE / 4; x < EDGE * 3 / 4; x++) {
                double here = blue(pixels.image().getRGB(x, y));
                down += Math.abs(blue(pixels.image().getRGB(x, y + 1)) - here);
                sideways += Math.abs(blue(pixels.image().getRGB(x + 1, y)) - here);
            }
        }
        return down / sideways;
    }
}
