// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Reads the triangles of a GLB, without the worker's own reader: only what exporters write, no sparse, no strips. */
public final class TestingMesh {

    /** A triangle in the scene's coordinates. */
    public record Triangle(double[][] points, double[][] uvs, double[][] colors, JsonNode material) {}

    private final JsonNode json;
    private final ByteBuffer binary;
    private final List<Triangle> triangles = new ArrayList<>();

    public TestingMesh(byte[] glb) {
        ByteBuffer in = ByteBuffer.wrap(glb).order(ByteOrder.LITTLE_ENDIAN);
        byte[] text = new byte[in.getInt(12)];
        in.get(20, text);
        try {
            json = new ObjectMapper().readTree(text);
        } catch (IOException broken) {
            throw new AssertionError("glb: broken JSON", broken);
        }
        binary = in.slice(28 + text.length, glb.length - 28 - text.length).order(ByteOrder.LITTLE_ENDIAN);
        for (JsonNode root : json.at("/scenes/0/nodes")) {
            walk(root.asInt(), new double[] {1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1});
        }
    }

    public JsonNode json() {
        return json;
    }

    public List<Triangle> triangles() {
        return triangles;
    }

    /** Each triangle as text, with its smallest corner first and its sense kept, sorted. */
    public List<String> shapes() {
        return triangles.stream()
                .map(triangle -> shape(triangle.points()))
                .sorted()
                .toList();
    }

    /** Write a triangle as {@link #shapes} does. */
    public static String shape(double[][] points) {
        List<String> corners = Arrays.stream(points)
                .map(point -> "(%.3f %.3f %.3f)"
                        .formatted(point[0] + 0.0, point[1] + 0.0, point[2] + 0.0)
                        .replace("-0.000", "0.000"))
                .toList();
        int first = 0;
        for (int i = 1; i < 3; i++) {
            first = corners.get(i).compareTo(corners.get(first)) < 0 ? i : first;
        }
        return corners.get(first) + corners.get((first + 1) % 3) + corners.get((first + 2) % 3);
    }

    /** Return the bytes of an image. */
    public byte[] image(int index) {
        JsonNode view = json.at("/bufferViews")
                .get(json.at("/images").get(index).path("bufferView").asInt());
        byte[] bytes = new byte[view.path("byteLength").asInt()];
        binary.get(view.path("byteOffset").asInt(), bytes);
        return bytes;
    }

    private void walk(int index, double[] parent) {
        JsonNode node = json.at("/nodes").get(index);
        double[] world = multiply(parent, local(node));
        if (node.has("mesh")) {
            for (JsonNode primitive :
                    json.at("/meshes").get(node.path("mesh").asInt()).path("primitives")) {
                primitive(primitive, world);
            }
        }
        node.path("children").forEach(child -> walk(child.asInt(), world));
    }

    private void primitive(JsonNode primitive, double[] world) {
        JsonNode attributes = primitive.path("attributes");
        double[][] points = accessor(attributes.path("POSITION"));
        double[][] uvs = accessor(attributes.path("TEXCOORD_0"));
        double[][] colors = accessor(attributes.path("COLOR_0"));
        double[][] indices = accessor(primitive.path("indices"));
        int corners = indices.length > 0 ? indices.length : points.length;
        for (int i = 0; primitive.path("mode").asInt(4) == 4 && i + 2 < corners; i += 3) {
            double[][] place = new double[3][];
            double[][] uv = new double[3][];
            double[][] color = new double[3][];
            for (int c = 0; c < 3; c++) {
                int vertex = indices.length > 0 ? (int) indices[i + c][0] : i + c;
                place[c] = transform(world, points[vertex]);
                uv[c] = uvs.length > 0 ? uvs[vertex] : new double[0];
                color[c] = colors.length > 0 ? colors[vertex] : new double[0];
            }
            triangles.add(new Triangle(
                    place,
                    uv,
                    color,
                    json.at("/materials").path(primitive.path("material").asInt())));
        }
    }

    private double[][] accessor(JsonNode index) {
        if (index.isMissingNode()) {
            return new double[0][];
        }
        JsonNode accessor = json.at("/accessors").get(index.asInt());
        int width = switch (accessor.path("type").asText()) {
            case "SCALAR" -> 1;
            case "VEC2" -> 2;
            case "VEC3" -> 3;
            default -> 4;
        };
        JsonNode view = json.at("/bufferViews").get(accessor.path("bufferView").asInt());
        int type = accessor.path("componentType").asInt();
        int size = type == 5126 || type == 5125 ? 4 : type == 5123 ? 2 : 1;
        int stride = view.path("byteStride").asInt(width * size);
        int start =
                view.path("byteOffset").asInt() + accessor.path("byteOffset").asInt();
        double[][] values = new double[accessor.path("count").asInt()][width];
        for (int i = 0; i < values.length; i++) {
            for (int c = 0; c < width; c++) {
                int at = start + i * stride + c * size;
                values[i][c] = switch (type) {
                    case 5126 -> binary.getFloat(at);
                    case 5125 -> Integer.toUnsignedLong(binary.getInt(at));
                    case 5123 -> Short.toUnsignedInt(binary.getShort(at));
                    default -> Byte.toUnsignedInt(binary.get(at));
                };
            }
        }
        return values;
    }

    /** Column by column, as glTF has them. */
    private static double[] local(JsonNode node) {
        double[] m = {1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1};
        if (node.has("matrix")) {
            Arrays.setAll(m, i -> node.path("matrix").get(i).asDouble());
            return m;
        }
        double x = node.path("rotation").path(0).asDouble();
        double y = node.path("rotation").path(1).asDouble();
        double z = node.path("rotation").path(2).asDouble();
        double w = node.path("rotation").path(3).asDouble(1);
        double[] r = {
            1 - 2 * (y * y + z * z),
            2 * (x * y + z * w),
            2 * (x * z - y * w),
            2 * (x * y - z * w),
            1 - 2 * (x * x + z * z),
            2 * (y * z + x * w),
            2 * (x * z + y * w),
            2 * (y * z - x * w),
            1 - 2 * (x * x + y * y)
        };
        for (int column = 0; column < 3; column++) {
            for (int row = 0; row < 3; row++) {
                m[column * 4 + row] =
                        r[column * 3 + row] * node.path("scale").path(column).asDouble(1);
            }
            m[12 + column] = node.path("translation").path(column).asDouble();
        }
        return m;
    }

    private static double[] multiply(double[] a, double[] b) {
        double[] m = new double[16];
        for (int column = 0; column < 4; column++) {
            for (int row = 0; row < 4; row++) {
                for (int k = 0; k < 4; k++) {
                    m[column * 4 + row] += a[k * 4 + row] * b[column * 4 + k];
                }
            }
        }
        return m;
    }

    private static double[] transform(double[] m, double[] p) {
        double[] out = new double[3];
        for (int row = 0; row < 3; row++) {
            out[row] = m[row] * p[0] + m[4 + row] * p[1] + m[8 + row] * p[2] + m[12 + row];
        }
        return out;
    }
}
