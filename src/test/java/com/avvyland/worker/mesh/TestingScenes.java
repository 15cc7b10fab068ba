// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh;

import com.avvyland.worker.testing.TestingGlb;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;

/** Makes scenes at random: few distinct coordinates, so that vertices are equal and triangles lose their area. */
final class TestingScenes {

    private final Random random;
    private final TestingGlb glb = new TestingGlb();
    private boolean morphed;

    private TestingScenes(long seed) {
        random = new Random(seed);
    }

    static byte[] random(long seed) {
        return new TestingScenes(seed).scene();
    }

    private byte[] scene() {
        for (int i = random.nextInt(4); i >= 0; i--) {
            glb.add("materials").putObject("pbrMetallicRoughness").put("metallicFactor", random.nextInt(2) / 2.0);
        }
        int meshes = 1 + random.nextInt(4);
        for (int i = 0; i < meshes; i++) {
            mesh();
        }
        int[] roots = new int[1 + random.nextInt(3)];
        for (int i = 0; i < roots.length; i++) {
            ObjectNode node = glb.add("nodes").put("mesh", random.nextInt(meshes));
            node.putArray("translation").add(random.nextFloat()).add(-0.0).add(1e-7);
            roots[i] = i;
        }
        glb.scene("Random", roots);
        return glb.glb();
    }

    private void mesh() {
        ArrayNode primitives = glb.add("meshes").putArray("primitives");
        morphed = random.nextInt(4) == 0;
        // Never without area, so that there is something to draw.
        primitive(primitives, glb.floats(3, 0, 0, 0, 1, 0, 0, 0, 1, random.nextFloat()), 3, 4);
        for (int i = random.nextInt(3); i > 0; i--) {
            int count = 3 + random.nextInt(30);
            primitive(primitives, glb.floats(3, coarse(count * 3)), count, 4 + random.nextInt(3));
        }
    }

    private void primitive(ArrayNode primitives, int positions, int count, int mode) {
        ObjectNode primitive = primitives.addObject();
        ObjectNode attributes = primitive.putObject("attributes").put("POSITION", positions);
        if (random.nextBoolean()) {
            attributes.put("TEXCOORD_0", glb.floats(2, coarse(count * 2)));
        }
        if (random.nextBoolean()) {
            attributes.put("COLOR_0", colours(count));
        }
        if (mode != 4 || random.nextBoolean()) {
            primitive.put("mode", mode);
        }
        if (random.nextInt(3) > 0) {
            primitive.put("indices", indices(count));
        }
        if (random.nextBoolean()) {
            primitive.put("material", random.nextInt(glb.count("materials")));
        }
        if (morphed) {
            primitive.putArray("targets").addObject().put("POSITION", glb.floats(3, coarse(count * 3)));
        }
    }

    private int indices(int count) {
        int[] values = new int[3 * (1 + random.nextInt(20))];
        for (int i = 0; i < values.length; i++) {
            values[i] = i < 3 ? i : random.nextInt(count);
        }
        if (random.nextBoolean()) {
            return glb.indices(values);
        }
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return accessor(glb.view(bytes, TestingGlb.ELEMENT_ARRAY_BUFFER), "SCALAR", values.length);
    }

    /** RGB bytes with a stride of 4, as exporters write them. */
    private int colours(int count) {
        ByteBuffer data = ByteBuffer.allocate(count * 4).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < count; i++) {
            data.putInt(random.nextInt(2) * 0x00ff_00ff);
        }
        int view = glb.view(data.array(), TestingGlb.ARRAY_BUFFER);
        ((ObjectNode) glb.root().get("bufferViews").get(view)).put("byteStride", 4);
        int accessor = accessor(view, "VEC3", count);
        ((ObjectNode) glb.root().get("accessors").get(accessor)).put("normalized", true);
        return accessor;
    }

    private int accessor(int view, String type, int count) {
        glb.add("accessors")
                .put("bufferView", view)
                .put("componentType", 5121)
                .put("count", count)
                .put("type", type);
        return glb.count("accessors") - 1;
    }

    private float[] coarse(int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = random.nextInt(3) - 1;
        }
        return values;
    }
}
