// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.testing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Objects;

/** Builds small models by hand, so that what a test expects of them can be read here. */
public final class TestingModels {

    /** Six faces of a box of edge 1 around the origin: normal, then the directions of texture u and v. */
    private static final float[][] FACES = {
        {0, 0, 1, 1, 0, 0, 0, -1, 0},
        {0, 0, -1, -1, 0, 0, 0, -1, 0},
        {1, 0, 0, 0, 0, -1, 0, -1, 0},
        {-1, 0, 0, 0, 0, 1, 0, -1, 0},
        {0, 1, 0, 1, 0, 0, 0, 0, 1},
        {0, -1, 0, 1, 0, 0, 0, 0, -1},
    };

    private TestingModels() {}

    /**
     * A box of 1 m, 24 vertices and 12 triangles, closed. Its texture is four squares: red and green above, blue and
     * white below, as each face shows it upright.
     */
    public static byte[] texturedBox() {
        return box().glb();
    }

    /** The same box as one {@code .gltf} with data URIs. */
    public static byte[] texturedBoxGltf() {
        return box().gltf();
    }

    /** One triangle in the x-y plane, from the origin to (1, 0, 0) and (0, 1, 0), without material. */
    public static byte[] triangle() {
        return triangleAsset().glb();
    }

    /** Two boxes of one mesh: one at the origin, one twice as large, its middle at (3, 0, 0). */
    public static byte[] twoNodes() {
        TestingGlb glb = box();
        ObjectNode second = glb.add("nodes").put("name", "Large Box").put("mesh", 0);
        second.putArray("translation").add(3).add(0).add(0);
        second.putArray("scale").add(2).add(2).add(2);
        ((ObjectNode) glb.root().at("/scenes/0")).withArray("/nodes").add(1);
        return glb.glb();
    }

    /** A square of so many vertices along each edge, none at the height of the one beside it. */
    public static byte[] terrain(int edge) {
        var glb = new TestingGlb();
        float[] positions = new float[edge * edge * 3];
        int[] indices = new int[(edge - 1) * (edge - 1) * 6];
        int corner = 0;
        for (int i = 0; i < edge * edge; i++) {
            int x = i % edge;
            int z = i / edge;
            positions[i * 3] = x;
            positions[i * 3 + 1] = (float) Math.sin(x * 0.7) + z % 3;
            positions[i * 3 + 2] = z;
            if (x < edge - 1 && z < edge - 1) {
                for (int at : new int[] {i, i + edge, i + 1, i + 1, i + edge, i + edge + 1}) {
                    indices[corner++] = at;
                }
            }
        }
        glb.mesh("Terrain", glb.floats(3, positions), glb.indices(indices), -1);
        glb.add("nodes").put("name", "Terrain").put("mesh", 0);
        glb.scene("Terrain", 0);
        return glb.glb();
    }

    /** A triangle that slides along x for a second. */
    public static byte[] animatedTriangle() {
        TestingGlb glb = triangleAsset();
        int times = glb.floats(1, 0, 1);
        int places = glb.floats(3, 0, 0, 0, 1, 0, 0);
        ObjectNode animation = glb.add("animations").put("name", "Slide");
        animation.putArray("samplers").addObject().put("input", times).put("output", places);
        ObjectNode channel = animation.putArray("channels").addObject().put("sampler", 0);
        channel.putObject("target").put("node", 0).put("path", "translation");
        return glb.glb();
    }

    /** A triangle whose {@code .gltf} refers to {@code parts/triangle.bin}, which {@link #triangleResource} is. */
    public static byte[] triangleWithResource() {
        TestingGlb glb = triangleAsset();
        glb.add("buffers").put("byteLength", glb.binary().length).put("uri", "parts/triangle.bin");
        return glb.json();
    }

    /** The file that {@link #triangleWithResource} refers to. */
    public static byte[] triangleResource() {
        return triangleAsset().binary();
    }

    /** Every model that must be refused, by a name that says what is wrong with it. */
    public static Map<String, HostileModel> hostile() {
        return TestingHostileModels.all();
    }

    /** One of {@link #hostile()}. */
    public static HostileModel hostile(String name) {
        return Objects.requireNonNull(hostile().get(name), name);
    }

    /** Start from a triangle, to be changed before it is written. */
    public static TestingGlb triangleAsset() {
        var glb = new TestingGlb();
        int positions = glb.floats(3, 0, 0, 0, 1, 0, 0, 0, 1, 0);
        glb.mesh("Triangle", positions, glb.indices(0, 1, 2), -1);
        glb.add("nodes").put("name", "Triangle").put("mesh", 0);
        glb.scene("Triangle", 0);
        return glb;
    }

    /** Start from the textured box, to be changed before it is written. */
    public static TestingGlb box() {
        var glb = new TestingGlb();
        int texture = glb.texture("Squares", "image/png", squares());
        ObjectNode pbr = glb.add("materials").put("name", "Painted").putObject("pbrMetallicRoughness");
        pbr.put("metallicFactor", 0).putObject("baseColorTexture").put("index", texture);
        float[] positions = new float[24 * 3];
        float[] normals = new float[24 * 3];
        float[] uvs = new float[24 * 2];
        int[] indices = new int[36];
        for (int face = 0; face < 6; face++) {
            for (int corner = 0; corner < 4; corner++) {
                int vertex = face * 4 + corner;
                float u = corner == 1 || corner == 2 ? 1 : 0;
                float v = corner < 2 ? 1 : 0;
                for (int axis = 0; axis < 3; axis++) {
                    float[] f = FACES[face];
                    positions[vertex * 3 + axis] = f[axis] / 2 + f[axis + 3] * (u - 0.5f) + f[axis + 6] * (v - 0.5f);
                    normals[vertex * 3 + axis] = f[axis];
                }
                uvs[vertex * 2] = u;
                uvs[vertex * 2 + 1] = v;
            }
            int[] corners = {0, 1, 2, 0, 2, 3};
            for (int i = 0; i < 6; i++) {
                indices[face * 6 + i] = face * 4 + corners[i];
            }
        }
        glb.mesh("Box", glb.floats(3, positions), glb.indices(indices), 0);
        ObjectNode attributes = (ObjectNode) glb.root().at("/meshes/0/primitives/0/attributes");
        attributes.put("NORMAL", glb.floats(3, normals)).put("TEXCOORD_0", glb.floats(2, uvs));
        glb.add("nodes").put("name", "Painted Box").put("mesh", 0);
        glb.scene("Painted Box", 0);
        return glb;
    }

    private static byte[] squares() {
        int size = 16;
        int[] colours = {0xd03030, 0x30a040, 0x3050d0, 0xf0f0f0};
        byte[] pixels = new byte[size * size * 3];
        for (int i = 0; i < size * size; i++) {
            int colour = colours[(i / size) / (size / 2) * 2 + i % size / (size / 2)];
            pixels[i * 3] = (byte) (colour >> 16);
            pixels[i * 3 + 1] = (byte) (colour >> 8);
            pixels[i * 3 + 2] = (byte) colour;
        }
        return TestingPng.rgb(size, size, pixels);
    }
}
