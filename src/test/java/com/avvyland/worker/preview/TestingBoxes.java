// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.preview;

import com.avvyland.worker.source.Model;
import com.avvyland.worker.task.Bytes;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Builds small boxes by hand: a colour on each face, so that a picture tells which side it shows. */
final class TestingBoxes {

    /** Faces in the order +x, -x, +y, -y, +z, -z: red, cyan, green, magenta, blue, yellow. */
    static final float[][] COLORS = {{1, 0, 0}, {0, 1, 1}, {0, 1, 0}, {1, 0, 1}, {0, 0, 1}, {1, 1, 0}};

    private static final int FACE_BYTES = 4 * 12;

    private TestingBoxes() {}

    /** Build a GLB of a box of the given size around the given centre. */
    static Model colored(double x, double y, double z, double... center) {
        return glb(json(null, center), positions(x, y, z));
    }

    /** Build a unit cube. */
    static Model cube() {
        return colored(1, 1, 1, 0, 0, 0);
    }

    /** Build a .gltf of a unit cube whose buffer is a file of its own. */
    static Model external(String uri, Map<String, Bytes> resources) {
        return new Model(".gltf", Bytes.of(json(uri, 0, 0, 0).getBytes(StandardCharsets.UTF_8)), resources);
    }

    /** Return the bytes of a unit cube's buffer. */
    static Bytes cubeBuffer() {
        return Bytes.of(positions(1, 1, 1));
    }

    /** Wrap a JSON chunk and a binary chunk as GLB. */
    static Model glb(String json, byte[] binary) {
        byte[] text = pad(json.getBytes(StandardCharsets.UTF_8), (byte) ' ');
        byte[] bin = pad(binary, (byte) 0);
        ByteBuffer out = ByteBuffer.allocate(12 + 8 + text.length + (bin.length == 0 ? 0 : 8 + bin.length))
                .order(ByteOrder.LITTLE_ENDIAN);
        out.putInt(0x46546C67).putInt(2).putInt(out.capacity());
        out.putInt(text.length).putInt(0x4E4F534A).put(text);
        if (bin.length > 0) {
            out.putInt(bin.length).putInt(0x004E4942).put(bin);
        }
        return new Model(".glb", Bytes.of(out.array()), Map.of());
    }

    private static byte[] pad(byte[] bytes, byte filler) {
        byte[] padded = new byte[(bytes.length + 3) / 4 * 4];
        java.util.Arrays.fill(padded, filler);
        System.arraycopy(bytes, 0, padded, 0, bytes.length);
        return padded;
    }

    private static byte[] positions(double sizeX, double sizeY, double sizeZ) {
        double[] half = {sizeX / 2, sizeY / 2, sizeZ / 2};
        ByteBuffer out = ByteBuffer.allocate(6 * FACE_BYTES + 12).order(ByteOrder.LITTLE_ENDIAN);
        for (int face = 0; face < 6; face++) {
            int axis = face / 2;
            int sign = face % 2 == 0 ? 1 : -1;
            int u = (axis + 1) % 3;
            int v = (axis + 2) % 3;
            int[][] corners = sign > 0
                    ? new int[][] {{-1, -1}, {1, -1}, {1, 1}, {-1, 1}}
                    : new int[][] {{-1, -1}, {-1, 1}, {1, 1}, {1, -1}};
            for (int[] corner : corners) {
                double[] point = new double[3];
                point[axis] = sign * half[axis];
                point[u] = corner[0] * half[u];
                point[v] = corner[1] * half[v];
                for (double value : point) {
                    out.putFloat((float) value);
                }
            }
        }
        for (int index : new int[] {0, 1, 2, 0, 2, 3}) {
            out.putShort((short) index);
        }
        return out.array();
    }

    private static String json(@org.jspecify.annotations.Nullable String uri, double... center) {
        StringBuilder accessors = new StringBuilder();
        StringBuilder primitives = new StringBuilder();
        StringBuilder materials = new StringBuilder();
        for (int face = 0; face < 6; face++) {
            accessors.append(
                    "{\"bufferView\":0,\"byteOffset\":%d,\"componentType\":5126,\"count\":4,\"type\":\"VEC3\"},"
                            .formatted(face * FACE_BYTES));
            primitives.append("%s{\"attributes\":{\"POSITION\":%d},\"indices\":6,\"material\":%d}"
                    .formatted(face == 0 ? "" : ",", face, face));
            materials.append(
                    "%s{\"pbrMetallicRoughness\":{\"baseColorFactor\":[%.0f,%.0f,%.0f,1],\"metallicFactor\":0}}"
                            .formatted(face == 0 ? "" : ",", COLORS[face][0], COLORS[face][1], COLORS[face][2]));
        }
        accessors.append("{\"bufferView\":1,\"componentType\":5123,\"count\":6,\"type\":\"SCALAR\"}");
        int vertices = 6 * FACE_BYTES;
        return """
                {"asset":{"version":"2.0"},"scene":0,"scenes":[{"nodes":[0]}],
                 "nodes":[{"mesh":0,"translation":[%s,%s,%s]}],
                 "meshes":[{"primitives":[%s]}],"materials":[%s],"accessors":[%s],
                 "bufferViews":[{"buffer":0,"byteLength":%d},{"buffer":0,"byteOffset":%d,"byteLength":12}],
                 "buffers":[{%s"byteLength":%d}]}""".formatted(
                        center[0],
                        center[1],
                        center[2],
                        primitives,
                        materials,
                        accessors,
                        vertices,
                        vertices,
                        uri == null ? "" : "\"uri\":\"%s\",".formatted(uri),
                        vertices + 12);
    }
}
