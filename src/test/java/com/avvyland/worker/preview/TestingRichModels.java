// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.preview;

import com.avvyland.worker.testing.TestingGlb;
import com.avvyland.worker.testing.TestingPng;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Builds models of what is more than triangles at rest: morph targets, splines, points, lines, tangents, copies. */
final class TestingRichModels {

    private static final int COLUMNS = 32;
    private static final int ROWS = 20;

    private TestingRichModels() {}

    /** A sphere whose ten targets each push a bulge out and turn its normals; more streams than are welded at once. */
    static TestingGlb morphed() {
        TestingGlb glb = sphere();
        ObjectNode mesh = (ObjectNode) glb.root().at("/meshes/0");
        ArrayNode targets = ((ObjectNode) mesh.at("/primitives/0")).putArray("targets");
        ArrayNode weights = mesh.putArray("weights");
        float[] positions = positions();
        for (int target = 0; target < 10; target++) {
            float[] moves = new float[positions.length];
            float[] turns = new float[positions.length];
            double angle = target * Math.PI / 5;
            for (int i = 0; i < positions.length; i += 3) {
                double near = Math.max(0, positions[i] * Math.cos(angle) + positions[i + 2] * Math.sin(angle));
                moves[i] = (float) (Math.cos(angle) * near * near);
                moves[i + 1] = (float) (positions[i + 1] * near * 0.3);
                moves[i + 2] = (float) (Math.sin(angle) * near * near);
                turns[i + 1] = (float) (near * 0.7);
            }
            targets.addObject().put("POSITION", glb.floats(3, moves)).put("NORMAL", glb.floats(3, turns));
            weights.add(target % 3 * 0.4);
        }
        return glb;
    }

    /** The same, whose weights and place, turn and size follow splines for two seconds. */
    static TestingGlb splined() {
        TestingGlb glb = morphed();
        // Something that stays, or the camera would follow what moves.
        glb.add("nodes").put("mesh", 0).putArray("translation").add(4).add(0).add(0);
        ((ObjectNode) glb.root().at("/scenes/0")).withArray("/nodes").add(1);
        ObjectNode animation = glb.add("animations");
        int times = glb.floats(1, 0, 0.5f, 2);
        spline(glb, animation, times, "translation", 3, 0, 0, 0, 2, 0, 0, 0, 0, 1, 1, -3, 0);
        spline(glb, animation, times, "rotation", 4, 0, 0, 0, 1, 0, 0.7071068f, 0, 0.7071068f, 0.6f, 0, 0, 0.8f);
        spline(glb, animation, times, "scale", 3, 1, 1, 1, 2, 1, 1, 1, 3, 1);
        spline(glb, animation, times, "weights", 10, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 1);
        return glb;
    }

    /** Keys are taken in turn from the numbers, tangents are three times the key before: far from straight. */
    private static void spline(
            TestingGlb glb, ObjectNode animation, int times, String path, int size, float... numbers) {
        float[] values = new float[3 * 3 * size];
        for (int i = 0; i < values.length; i++) {
            int key = i / (3 * size);
            boolean isValue = i / size % 3 == 1;
            float number = numbers[(key * size + i % size) % numbers.length];
            values[i] = isValue ? number : 3 * numbers[(i + key) % numbers.length];
        }
        ArrayNode samplers = animation.withArray("/samplers");
        samplers.addObject()
                .put("input", times)
                .put("output", glb.floats(size == 10 ? 1 : size, values))
                .put("interpolation", "CUBICSPLINE");
        ObjectNode channel = animation.withArray("/channels").addObject().put("sampler", samplers.size() - 1);
        channel.putObject("target").put("node", 0).put("path", path);
    }

    /** Points, pairs, a loop and a strip in colours, enough of them to be seen. */
    static TestingGlb pointsAndLines() {
        var glb = new TestingGlb();
        float[] positions = positions();
        ArrayNode primitives = glb.add("meshes").putArray("primitives");
        for (int mode = 0; mode < 4; mode++) {
            float[] shifted = positions.clone();
            float[] colors = new float[positions.length];
            for (int i = 0; i < positions.length; i++) {
                shifted[i] += i % 3 == 0 ? mode * 2.2f : 0;
                colors[i] = i % 3 == mode % 3 ? 1 : Math.abs(positions[i]);
            }
            ObjectNode primitive = primitives.addObject().put("mode", mode);
            primitive
                    .putObject("attributes")
                    .put("POSITION", glb.floats(3, shifted))
                    .put("COLOR_0", glb.floats(3, colors));
        }
        glb.add("nodes").put("mesh", 0);
        glb.scene("Scene", 0);
        return glb;
    }

    /** A bumpy sphere whose tangents point where no renderer would derive them; mirrored by its node, or not. */
    static TestingGlb tangents(boolean mirrored) {
        TestingGlb glb = sphere();
        float[] tangents = new float[(COLUMNS + 1) * (ROWS + 1) * 4];
        for (int i = 0; i < tangents.length / 4; i++) {
            double around = 2 * Math.PI * (i % (COLUMNS + 1)) / COLUMNS;
            // Half a turn from those of the texture coordinates, and with the other sign.
            tangents[i * 4] = (float) -Math.cos(around);
            tangents[i * 4 + 2] = (float) Math.sin(around);
            tangents[i * 4 + 3] = -1;
        }
        ((ObjectNode) glb.root().at("/meshes/0/primitives/0/attributes")).put("TANGENT", glb.floats(4, tangents));
        byte[] slope = {
            (byte) 220,
            (byte) 60,
            (byte) 190,
            60,
            (byte) 128,
            (byte) 190,
            90,
            (byte) 220,
            (byte) 200,
            (byte) 128,
            90,
            (byte) 240
        };
        int texture = glb.texture("Bumps", "image/png", TestingPng.rgb(2, 2, slope));
        ((ObjectNode) glb.root().at("/materials/0")).putObject("normalTexture").put("index", texture);
        if (mirrored) {
            ((ObjectNode) glb.root().at("/nodes/0"))
                    .putArray("scale")
                    .add(-1)
                    .add(1.5)
                    .add(1);
        }
        return glb;
    }

    /** Three copies of the sphere by EXT_mesh_gpu_instancing. */
    static TestingGlb copies() {
        TestingGlb glb = sphere();
        ((ObjectNode) glb.root().at("/nodes/0"))
                .putObject("extensions")
                .putObject("EXT_mesh_gpu_instancing")
                .putObject("attributes")
                .put("TRANSLATION", glb.floats(3, 0, 0, 0, 3, 0, 0, 0, 3, 1))
                .put("SCALE", glb.floats(3, 1, 1, 1, 0.5f, 1, 1, 1, 1, 2));
        glb.root().putArray("extensionsUsed").add("EXT_mesh_gpu_instancing");
        return glb;
    }

    /** The ball in front of white stripes on a black wall. */
    static TestingGlb striped() {
        TestingGlb glb = sphere();
        ObjectNode white = glb.add("materials");
        white.putArray("emissiveFactor").add(0.7).add(0.7).add(0.7);
        for (ObjectNode material : new ObjectNode[] {white, glb.add("materials")}) {
            ObjectNode pbr = material.putObject("pbrMetallicRoughness").put("metallicFactor", 0);
            pbr.putArray("baseColorFactor").add(0).add(0).add(0).add(1);
        }
        for (int stripe = 0; stripe < 9; stripe++) {
            boolean wall = stripe == 8;
            float left = wall ? -3 : -1.4f + stripe * 0.4f;
            float right = wall ? 3 : left + 0.2f;
            float z = wall ? -2.1f : -2;
            int places = glb.floats(3, left, -3, z, right, -3, z, right, 3, z, left, 3, z);
            int mesh = glb.mesh("Stripe", places, glb.indices(0, 1, 2, 0, 2, 3), wall ? 2 : 1);
            glb.add("nodes").put("mesh", mesh);
            ((ObjectNode) glb.root().at("/scenes/0")).withArray("/nodes").add(stripe + 1);
        }
        return glb;
    }

    /** A ball of glass that swallows all but red, the more the thicker it is. */
    static TestingGlb tintedGlass() {
        TestingGlb glb = sphere();
        ObjectNode extensions = ((ObjectNode) glb.root().at("/materials/0")).putObject("extensions");
        extensions.putObject("KHR_materials_transmission").put("transmissionFactor", 1);
        extensions
                .putObject("KHR_materials_volume")
                .put("thicknessFactor", 0.5)
                .put("attenuationDistance", 0.5)
                .putArray("attenuationColor")
                .add(1)
                .add(0.1)
                .add(0.1);
        glb.root().putArray("extensionsUsed").add("KHR_materials_transmission").add("KHR_materials_volume");
        return glb;
    }

    /** A ball of one unit, its material slightly metallic and glossy. */
    static TestingGlb sphere() {
        var glb = new TestingGlb();
        float[] positions = positions();
        float[] uvs = new float[positions.length / 3 * 2];
        int[] indices = new int[COLUMNS * ROWS * 6];
        for (int i = 0; i < positions.length / 3; i++) {
            uvs[i * 2] = i % (COLUMNS + 1) / (float) COLUMNS;
            uvs[i * 2 + 1] = i / (COLUMNS + 1) / (float) ROWS;
        }
        int at = 0;
        for (int quad = 0; quad < COLUMNS * ROWS; quad++) {
            int a = quad / COLUMNS * (COLUMNS + 1) + quad % COLUMNS;
            int below = a + COLUMNS + 1;
            for (int index : new int[] {a, below, a + 1, a + 1, below, below + 1}) {
                indices[at++] = index;
            }
        }
        ObjectNode pbr = glb.add("materials").putObject("pbrMetallicRoughness");
        pbr.put("metallicFactor", 0.2).put("roughnessFactor", 0.35);
        glb.mesh("Sphere", glb.floats(3, positions), glb.indices(indices), 0);
        ObjectNode attributes = (ObjectNode) glb.root().at("/meshes/0/primitives/0/attributes");
        attributes.put("NORMAL", glb.floats(3, positions)).put("TEXCOORD_0", glb.floats(2, uvs));
        glb.add("nodes").put("mesh", 0);
        glb.scene("Scene", 0);
        return glb;
    }

    private static float[] positions() {
        float[] positions = new float[(COLUMNS + 1) * (ROWS + 1) * 3];
        for (int i = 0; i < positions.length / 3; i++) {
            double around = 2 * Math.PI * (i % (COLUMNS + 1)) / COLUMNS;
            double down = Math.PI * (i / (COLUMNS + 1)) / ROWS;
            positions[i * 3] = (float) (Math.sin(down) * Math.sin(around));
            positions[i * 3 + 1] = (float) Math.cos(down);
            positions[i * 3 + 2] = (float) (Math.sin(down) * Math.cos(around));
        }
        return positions;
    }
}
