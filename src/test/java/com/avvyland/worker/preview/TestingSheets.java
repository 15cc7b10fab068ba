// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.preview;

import com.avvyland.worker.source.Model;
import com.avvyland.worker.task.Bytes;
import com.avvyland.worker.testing.TestingGlb;
import com.avvyland.worker.testing.TestingPng;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** Builds models of upright sheets, each facing the front, with whatever a feature needs on them. */
final class TestingSheets {

    private static final double[] WHITE = {1, 1, 1, 1};

    private final TestingGlb glb = new TestingGlb();
    private int nodes;

    TestingGlb glb() {
        return glb;
    }

    /** Add a matt material of a colour, of 3 or 4 linear parts. */
    int material(double... color) {
        ObjectNode material = glb.add("materials");
        ObjectNode pbr = material.putObject("pbrMetallicRoughness");
        pbr.put("metallicFactor", 0).put("roughnessFactor", 1);
        ArrayNode factor = pbr.putArray("baseColorFactor");
        for (int i = 0; i < 4; i++) {
            factor.add(i < color.length ? color[i] : WHITE[i]);
        }
        return glb.count("materials") - 1;
    }

    /** Return a material, to be changed. */
    ObjectNode materialAt(int index) {
        return (ObjectNode) glb.root().at("/materials/" + index);
    }

    /** Add an extension to a material, and say that the file uses it. */
    ObjectNode extension(int material, String name) {
        return extension(materialAt(material), name);
    }

    ObjectNode extension(ObjectNode owner, String name) {
        glb.root().withArray("/extensionsUsed").add(name);
        return owner.withObject("/extensions").putObject(name);
    }

    /** Add a sheet of two units around a place; its picture is the right way up. */
    ObjectNode sheet(int material, double x, double y, double z) {
        return sheet(material, x, y, z, 1, 1);
    }

    /** Add a sheet of a half width and a half height; return its primitive. */
    ObjectNode sheet(int material, double x, double y, double z, double halfWidth, double halfHeight) {
        float left = (float) (x - halfWidth);
        float right = (float) (x + halfWidth);
        float low = (float) (y - halfHeight);
        float high = (float) (y + halfHeight);
        float depth = (float) z;
        int positions = glb.floats(3, left, low, depth, right, low, depth, right, high, depth, left, high, depth);
        int mesh = glb.mesh("Sheet", positions, glb.indices(0, 1, 2, 0, 2, 3), material);
        ObjectNode primitive = (ObjectNode) glb.root().at("/meshes/" + mesh + "/primitives/0");
        attributes(primitive)
                .put("NORMAL", glb.floats(3, 0, 0, 1, 0, 0, 1, 0, 0, 1, 0, 0, 1))
                .put("TEXCOORD_0", glb.floats(2, 0, 1, 1, 1, 1, 0, 0, 0));
        glb.add("nodes").put("mesh", mesh);
        nodes++;
        return primitive;
    }

    static ObjectNode attributes(ObjectNode primitive) {
        return (ObjectNode) primitive.get("attributes");
    }

    /** Return the node of a sheet, in the order of their making. */
    ObjectNode node(int index) {
        return (ObjectNode) glb.root().at("/nodes/" + index);
    }

    /** Add a picture of two pixels, the left one red and the right one green, that a material then shows unsmoothed. */
    ObjectNode redAndGreen(int material) {
        int texture =
                glb.texture("Two", "image/png", TestingPng.rgb(2, 1, new byte[] {(byte) 255, 0, 0, 0, (byte) 255, 0}));
        glb.add("samplers")
                .put("magFilter", 9728)
                .put("minFilter", 9728)
                .put("wrapS", 33_071)
                .put("wrapT", 33_071);
        ((ObjectNode) glb.root().at("/textures/" + texture)).put("sampler", glb.count("samplers") - 1);
        return ((ObjectNode) materialAt(material).get("pbrMetallicRoughness"))
                .putObject("baseColorTexture")
                .put("index", texture);
    }

    /** Put every sheet on the stage. */
    Model model() {
        int[] roots = new int[nodes];
        for (int i = 0; i < nodes; i++) {
            roots[i] = i;
        }
        glb.scene("Scene", roots);
        return model(glb);
    }

    static Model model(TestingGlb glb) {
        return new Model(".glb", Bytes.of(glb.glb()), Map.of());
    }
}
