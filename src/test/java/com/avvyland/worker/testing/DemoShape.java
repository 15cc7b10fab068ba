// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.testing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;

/**
 * Collects the triangles of one part of the demo model: outward normals, counter-clockwise fronts, no zero-area
 * triangle. {@link StrictMath} only, so that every machine gets the same floats.
 */
final class DemoShape {

    private static final int MAX_VERTICES = 20_000;
    /** Profile edges that meet at less than about 40 degrees are shaded as one surface. */
    private static final double SMOOTH_COSINE = 0.766;

    /** Says what a part's material needs beside positions and normals. */
    enum Detail {
        PLAIN,
        TEXTURED,
        BUMPY
    }

    private final float[] positions = new float[MAX_VERTICES * 3];
    private final float[] normals = new float[MAX_VERTICES * 3];
    private final float[] tangents = new float[MAX_VERTICES * 4];
    private final float[] uvs = new float[MAX_VERTICES * 2];
    private final int[] indices = new int[MAX_VERTICES * 6];
    private int vertices;
    private int corners;

    /**
     * Turn a profile of (radius, height) points around the y axis, from top to bottom on the outer side. Texture u runs
     * once around with its middle at the front (+z), v from top to bottom.
     */
    static DemoShape lathe(int segments, double[]... profile) {
        var shape = new DemoShape();
        double length = 0;
        for (int i = 1; i < profile.length; i++) {
            length += distance(profile[i - 1], profile[i]);
        }
        double at = 0;
        for (int i = 1; i < profile.length; i++) {
            double[] own = normal(profile, i);
            double[] upper = i == 1 ? own : shaded(own, normal(profile, i - 1));
            double[] lower = i == profile.length - 1 ? own : shaded(own, normal(profile, i + 1));
            double next = at + distance(profile[i - 1], profile[i]);
            int top = shape.ring(segments, profile[i - 1], upper, at / length);
            int bottom = shape.ring(segments, profile[i], lower, next / length);
            for (int j = 0; j < segments; j++) {
                if (profile[i][0] > 0) {
                    shape.triangle(top + j, bottom + j, bottom + j + 1);
                }
                if (profile[i - 1][0] > 0) {
                    shape.triangle(top + j, bottom + j + 1, top + j + 1);
                }
            }
            at = next;
        }
        return shape;
    }

    /** Bend a tube over an arc in the x-y plane, from the right side to the left over the top. */
    static DemoShape arc(
            double radius, double thickness, double fromDegrees, double toDegrees, int steps, int segments) {
        var shape = new DemoShape();
        for (int i = 0; i <= steps; i++) {
            double angle = StrictMath.toRadians(fromDegrees + (toDegrees - fromDegrees) * i / steps);
            double outX = StrictMath.cos(angle);
            double outY = StrictMath.sin(angle);
            for (int j = 0; j <= segments; j++) {
                double around = 2 * StrictMath.PI * j / segments;
                double out = StrictMath.cos(around);
                double forward = StrictMath.sin(around);
                double r = radius + thickness * out;
                shape.vertex(
                        new double[] {r * outX, r * outY, thickness * forward},
                        new double[] {out * outX, out * outY, forward},
                        new double[] {-outY, outX, 0},
                        (double) j / segments,
                        (double) i / steps);
            }
        }
        for (int i = 0; i < steps; i++) {
            for (int j = 0; j < segments; j++) {
                int a = i * (segments + 1) + j;
                int b = a + segments + 1;
                shape.triangle(a, a + 1, b + 1);
                shape.triangle(a, b + 1, b);
            }
        }
        return shape;
    }

    /** Write the part into the asset as one mesh. */
    int write(TestingGlb glb, String name, int material, Detail detail) {
        int mesh = glb.mesh(
                name,
                glb.floats(3, Arrays.copyOf(positions, vertices * 3)),
                glb.indices(Arrays.copyOf(indices, corners)),
                material);
        var attributes = (ObjectNode) glb.root().at("/meshes/" + mesh + "/primitives/0/attributes");
        attributes.put("NORMAL", glb.floats(3, Arrays.copyOf(normals, vertices * 3)));
        if (detail != Detail.PLAIN) {
            attributes.put("TEXCOORD_0", glb.floats(2, Arrays.copyOf(uvs, vertices * 2)));
        }
        if (detail == Detail.BUMPY) {
            attributes.put("TANGENT", glb.floats(4, Arrays.copyOf(tangents, vertices * 4)));
        }
        return mesh;
    }

    private int ring(int segments, double[] point, double[] normal, double v) {
        int first = vertices;
        for (int j = 0; j <= segments; j++) {
            // The seam's two columns must be equal to the bit, or the surface has a crack.
            double angle = 2 * StrictMath.PI * (j % segments) / segments - StrictMath.PI;
            double sin = StrictMath.sin(angle);
            double cos = StrictMath.cos(angle);
            vertex(
                    new double[] {point[0] * sin, point[1], point[0] * cos},
                    new double[] {normal[0] * sin, normal[1], normal[0] * cos},
                    new double[] {cos, 0, -sin},
                    (double) j / segments,
                    v);
        }
        return first;
    }

    private void vertex(double[] position, double[] normal, double[] tangent, double u, double v) {
        for (int c = 0; c < 3; c++) {
            positions[vertices * 3 + c] = (float) position[c];
            normals[vertices * 3 + c] = (float) normal[c];
            tangents[vertices * 4 + c] = (float) tangent[c];
        }
        tangents[vertices * 4 + 3] = 1;
        uvs[vertices * 2] = (float) u;
        uvs[vertices * 2 + 1] = (float) v;
        vertices++;
    }

    private void triangle(int a, int b, int c) {
        boolean outward = facing(a, b, c) > 0;
        indices[corners++] = a;
        indices[corners++] = outward ? b : c;
        indices[corners++] = outward ? c : b;
    }

    private double facing(int a, int b, int c) {
        double sum = 0;
        for (int i = 0; i < 3; i++) {
            int j = (i + 1) % 3;
            int k = (i + 2) % 3;
            double cross = edge(a, b, j) * edge(a, c, k) - edge(a, b, k) * edge(a, c, j);
            sum += cross * (normals[a * 3 + i] + normals[b * 3 + i] + normals[c * 3 + i]);
        }
        return sum;
    }

    private double edge(int from, int to, int axis) {
        return (double) positions[to * 3 + axis] - positions[from * 3 + axis];
    }

    private static double distance(double[] a, double[] b) {
        return StrictMath.sqrt((a[0] - b[0]) * (a[0] - b[0]) + (a[1] - b[1]) * (a[1] - b[1]));
    }

    private static double[] normal(double[][] profile, int edge) {
        double dr = profile[edge][0] - profile[edge - 1][0];
        double dy = profile[edge][1] - profile[edge - 1][1];
        double length = StrictMath.sqrt(dr * dr + dy * dy);
        return new double[] {-dy / length, dr / length};
    }

    private static double[] shaded(double[] own, double[] neighbour) {
        if (own[0] * neighbour[0] + own[1] * neighbour[1] < SMOOTH_COSINE) {
            return own;
        }
        double r = own[0] + neighbour[0];
        double y = own[1] + neighbour[1];
        double length = StrictMath.sqrt(r * r + y * y);
        return new double[] {r / length, y / length};
    }
}
