// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.testing;

import com.avvyland.worker.testing.DemoShape.Detail;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Builds the model that {@code avvy-worker demo} shows on a machine that has none: a field lantern of 40 cm, in metres,
 * y up, its lettered front towards +z.
 *
 * <p>It has what a preview must get right: a texture that reads "AVVY 7" one way only, worn enamel over bare steel,
 * brass, rubber with a normal map, clear glass over a glowing flame, shared meshes and turned nodes.
 */
public final class DemoModelGenerator {

    /** Where the committed model lies, from the project's root. */
    public static final Path COMMITTED = Path.of("src/main/resources/demo/model.glb");

    private final TestingGlb glb = new TestingGlb();

    private DemoModelGenerator() {}

    /** Write the committed model anew; run it after a change here. */
    public static void main(String[] args) throws IOException {
        Files.createDirectories(COMMITTED.getParent());
        Files.write(COMMITTED, generate());
    }

    /** Build the GLB; the same bytes every time, everywhere. */
    public static byte[] generate() {
        return new DemoModelGenerator().build();
    }

    private byte[] build() {
        glb.add("samplers")
                .put("magFilter", 9729)
                .put("minFilter", 9987)
                .put("wrapS", 10497)
                .put("wrapT", 33071);
        glb.add("samplers")
                .put("magFilter", 9729)
                .put("minFilter", 9987)
                .put("wrapS", 10497)
                .put("wrapT", 10497);
        int colour = texture("Enamel Colour", DemoTextures.enamelColour(), 0);
        int wear = texture("Enamel Wear", DemoTextures.enamelWear(), 0);
        int knurl = texture("Knurl", DemoTextures.knurlNormals(), 1);

        int enamel = material("Worn Enamel", null, 1, 1);
        pbr(enamel).putObject("baseColorTexture").put("index", colour);
        pbr(enamel).putObject("metallicRoughnessTexture").put("index", wear);
        int paint = material("Teal Paint", new double[] {0.009, 0.119, 0.147, 1}, 0, 0.32);
        int brass = material("Brass", new double[] {0.87, 0.62, 0.27, 1}, 1, 0.24);
        int steel = material("Blackened Steel", new double[] {0.09, 0.09, 0.10, 1}, 1, 0.42);
        int rubber = material("Rubber", new double[] {0.028, 0.028, 0.03, 1}, 0, 0.85);
        ObjectNode bumps =
                object("materials", rubber).putObject("normalTexture").put("index", knurl);
        bumps.putObject("extensions")
                .putObject("KHR_texture_transform")
                .putArray("scale")
                .add(48)
                .add(3);
        glb.root().putArray("extensionsUsed").add("KHR_texture_transform");
        int glass = material("Clear Glass", new double[] {0.80, 0.90, 0.92, 0.18}, 0, 0.05);
        object("materials", glass).put("alphaMode", "BLEND");
        int flame = material("Flame", new double[] {0.2, 0.08, 0.01, 1}, 0, 0.9);
        object("materials", flame).putArray("emissiveFactor").add(1).add(0.40).add(0.06);

        int lantern = node("Field Lantern", -1);
        child(lantern, node("Rubber Foot", foot().write(glb, "Foot", rubber, Detail.BUMPY)));
        child(lantern, node("Fuel Tank", tank().write(glb, "Tank", enamel, Detail.TEXTURED)));
        child(lantern, node("Brass Collar", collar().write(glb, "Collar", brass, Detail.PLAIN)));
        int burner = node("Burner", burner().write(glb, "Burner", brass, Detail.PLAIN));
        child(lantern, burner);
        child(burner, node("Flame", flame().write(glb, "Flame", flame, Detail.PLAIN)));
        int rod = rod().write(glb, "Cage Rod", steel, Detail.PLAIN);
        for (int i = 0; i < 4; i++) {
            double angle = StrictMath.toRadians(45 + 90 * i);
            move(
                    child(lantern, node("Cage Rod " + (i + 1), rod)),
                    0.07 * StrictMath.sin(angle),
                    0,
                    0.07 * StrictMath.cos(angle));
        }
        child(lantern, node("Hood", hood().write(glb, "Hood", paint, Detail.PLAIN)));
        child(lantern, node("Finial", finial().write(glb, "Finial", brass, Detail.PLAIN)));
        int handle =
                node("Handle", DemoShape.arc(0.098, 0.0042, 0, 180, 64, 16).write(glb, "Handle", steel, Detail.PLAIN));
        move(child(lantern, handle), 0, 0.262, 0);
        int pivot = pivot().write(glb, "Pivot", brass, Detail.PLAIN);
        for (int side = -1; side <= 1; side += 2) {
            int node = node(side < 0 ? "Left Pivot" : "Right Pivot", pivot);
            move(child(lantern, node), side * 0.0795, 0.262, 0);
            double half = StrictMath.sqrt(0.5);
            object("nodes", node)
                    .putArray("rotation")
                    .add(0)
                    .add(0)
                    .add(-side * half)
                    .add(half);
        }
        child(lantern, node("Glass Globe", globe().write(glb, "Globe", glass, Detail.PLAIN)));
        glb.scene("Field Lantern", lantern);
        return glb.glb();
    }

    private static DemoShape foot() {
        return DemoShape.lathe(
                96, at(0.070, 0.016), at(0.086, 0.016), at(0.088, 0.013), at(0.088, 0.003), at(0.086, 0), at(0, 0));
    }

    private static DemoShape tank() {
        return DemoShape.lathe(
                96,
                at(0.045, 0.112),
                at(0.058, 0.110),
                at(0.069, 0.104),
                at(0.077, 0.096),
                at(0.0805, 0.087),
                at(0.082, 0.076),
                at(0.082, 0.026),
                at(0.080, 0.020),
                at(0.075, 0.016));
    }

    private static DemoShape collar() {
        return DemoShape.lathe(
                96,
                at(0, 0.128),
                at(0.052, 0.128),
                at(0.057, 0.126),
                at(0.059, 0.122),
                at(0.059, 0.112),
                at(0.050, 0.108));
    }

    private static DemoShape burner() {
        return DemoShape.lathe(
                48,
                at(0, 0.150),
                at(0.006, 0.150),
                at(0.008, 0.148),
                at(0.009, 0.138),
                at(0.020, 0.132),
                at(0.022, 0.127));
    }

    private static DemoShape flame() {
        return DemoShape.lathe(
                48,
                at(0, 0.212),
                at(0.002, 0.206),
                at(0.005, 0.197),
                at(0.009, 0.186),
                at(0.0125, 0.175),
                at(0.0135, 0.166),
                at(0.012, 0.158),
                at(0.008, 0.152),
                at(0, 0.150));
    }

    private static DemoShape globe() {
        return DemoShape.lathe(
                96,
                at(0.044, 0.244),
                at(0.047, 0.236),
                at(0.052, 0.222),
                at(0.057, 0.206),
                at(0.060, 0.190),
                at(0.060, 0.174),
                at(0.0575, 0.158),
                at(0.053, 0.144),
                at(0.047, 0.133),
                at(0.045, 0.127));
    }

    private static DemoShape rod() {
        return DemoShape.lathe(20, at(0, 0.252), at(0.003, 0.252), at(0.003, 0.098), at(0, 0.098));
    }

    private static DemoShape hood() {
        return DemoShape.lathe(
                96,
                at(0.016, 0.318),
                at(0.030, 0.313),
                at(0.046, 0.302),
                at(0.060, 0.286),
                at(0.070, 0.268),
                at(0.076, 0.252),
                at(0.086, 0.246),
                at(0.088, 0.243),
                at(0.086, 0.240),
                at(0.044, 0.240),
                at(0, 0.240));
    }

    private static DemoShape finial() {
        return DemoShape.lathe(
                64,
                at(0, 0.341),
                at(0.005, 0.3395),
                at(0.0085, 0.336),
                at(0.010, 0.331),
                at(0.0085, 0.326),
                at(0.007, 0.323),
                at(0.018, 0.320),
                at(0.020, 0.317),
                at(0.020, 0.312),
                at(0, 0.312));
    }

    private static DemoShape pivot() {
        return DemoShape.lathe(
                48,
                at(0, 0.024),
                at(0.006, 0.024),
                at(0.010, 0.021),
                at(0.011, 0.017),
                at(0.011, 0.004),
                at(0.013, 0),
                at(0.013, -0.012),
                at(0, -0.012));
    }

    private static double[] at(double radius, double height) {
        return new double[] {radius, height};
    }

    private int texture(String name, byte[] picture, int sampler) {
        int texture = glb.texture(name, "image/png", picture);
        object("textures", texture).put("name", name).put("sampler", sampler);
        return texture;
    }

    private int material(String name, double @Nullable [] colour, double metallic, double roughness) {
        ObjectNode pbr = glb.add("materials").put("name", name).putObject("pbrMetallicRoughness");
        if (colour != null) {
            var factor = pbr.putArray("baseColorFactor");
            for (double channel : colour) {
                factor.add(channel);
            }
        }
        pbr.put("metallicFactor", metallic).put("roughnessFactor", roughness);
        return glb.count("materials") - 1;
    }

    private int node(String name, int mesh) {
        ObjectNode node = glb.add("nodes").put("name", name);
        if (mesh >= 0) {
            node.put("mesh", mesh);
        }
        return glb.count("nodes") - 1;
    }

    private int child(int parent, int child) {
        object("nodes", parent).withArray("/children").add(child);
        return child;
    }

    private void move(int node, double x, double y, double z) {
        object("nodes", node)
                .putArray("translation")
                .add((float) x)
                .add((float) y)
                .add((float) z);
    }

    private ObjectNode pbr(int material) {
        return (ObjectNode) object("materials", material).get("pbrMetallicRoughness");
    }

    private ObjectNode object(String array, int index) {
        return (ObjectNode) glb.root().get(array).get(index);
    }
}
