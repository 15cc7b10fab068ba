// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.gltf;

import static com.avvyland.worker.gltf.GltfAsset.NONE;

import com.avvyland.worker.gltf.GltfAsset.Mesh;
import com.avvyland.worker.gltf.GltfAsset.Primitive;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether meshes enclose a volume: with vertices at the same position counted as one, every edge belongs to
 * exactly two triangles. Triangles without area, of two equal corners, do not count.
 */
final class Watertight {

    /** Three million edges to sort: some 0.3 s. */
    private static final long MAX_TRIANGLES = 1_000_000;

    private static final long MAX_VERTICES = 3_000_000;

    private Watertight() {}

    /**
     * Decide for all meshes of these nodes together.
     *
     * @return whether each of them is watertight; null where it cannot be told: vertices are compressed, there is no
     *     triangle, or there are too many
     */
    static @Nullable Boolean decide(GltfAsset asset, int[] nodes) {
        var meshes = new BitSet();
        long triangles = 0;
        long vertices = 0;
        for (int node : nodes) {
            int mesh = asset.nodes().get(node).mesh();
            if (mesh == NONE || meshes.get(mesh)) {
                continue;
            }
            meshes.set(mesh);
            for (Primitive primitive : asset.meshes().get(mesh).primitives()) {
                if (!readable(asset, primitive)) {
                    return null;
                }
                triangles += Drawn.triangles(asset, primitive);
                vertices += Drawn.vertices(asset, primitive);
            }
        }
        if (triangles == 0 || triangles > MAX_TRIANGLES || vertices > MAX_VERTICES) {
            return null;
        }
        return meshes.stream().allMatch(mesh -> encloses(asset, asset.meshes().get(mesh)));
    }

    private static boolean readable(GltfAsset asset, Primitive primitive) {
        if (Drawn.triangles(asset, primitive) == 0) {
            return true;
        }
        return AccessorView.ofPositions(asset, primitive) != null
                && (primitive.indices() == NONE
                        || (!AccessorView.inDraco(asset, primitive, primitive.indices())
                                && AccessorView.of(asset, primitive.indices()) != null));
    }

    private static boolean encloses(GltfAsset asset, Mesh mesh) {
        List<Primitive> primitives = mesh.primitives().stream()
                .filter(primitive -> Drawn.triangles(asset, primitive) > 0)
                .toList();
        int vertices = 0;
        int triangles = 0;
        for (Primitive primitive : primitives) {
            vertices += (int) Drawn.vertices(asset, primitive);
            triangles += (int) Drawn.triangles(asset, primitive);
        }
        var weld = new Weld(vertices);
        var edges = new Edges(triangles);
        for (Primitive primitive : primitives) {
            AccessorView positions = AccessorView.ofPositions(asset, primitive);
            if (positions == null) {
                return false;
            }
            AccessorView indices = primitive.indices() == NONE ? null : AccessorView.of(asset, primitive.indices());
            edges.addAll(weld.add(positions), indices, primitive.mode(), (int) Drawn.triangles(asset, primitive));
        }
        return edges.allShared();
    }

    /** Gives vertices at equal positions the same number. */
    private static final class Weld {
        private final float[] places;
        private final int[] table;
        private int count;

        Weld(int vertices) {
            places = new float[vertices * 3];
            table = new int[Math.max(4, Integer.highestOneBit(Math.max(1, vertices)) * 4)];
            Arrays.fill(table, NONE);
        }

        int[] add(AccessorView positions) {
            int[] numbers = new int[positions.count()];
            for (int i = 0; i < numbers.length; i++) {
                // Adding zero makes one zero of the two that floats have.
                numbers[i] = number(positions.at(i, 0) + 0f, positions.at(i, 1) + 0f, positions.at(i, 2) + 0f);
            }
            return numbers;
        }

        private int number(float x, float y, float z) {
            int hash = (Float.floatToRawIntBits(x) * 31 + Float.floatToRawIntBits(y)) * 31 + Float.floatToRawIntBits(z);
            hash *= 0x9e3779b1;
            int slot = (hash ^ hash >>> 15) & table.length - 1;
            while (table[slot] != NONE) {
                int at = table[slot] * 3;
                if (places[at] == x && places[at + 1] == y && places[at + 2] == z) {
                    return table[slot];
                }
                slot = slot + 1 & table.length - 1;
            }
            places[count * 3] = x;
            places[count * 3 + 1] = y;
            places[count * 3 + 2] = z;
            table[slot] = count;
            return count++;
        }
    }

    /** Collects undirected edges as pairs of vertex numbers, to be sorted. */
    private static final class Edges {
        private final long[] edges;
        private int count;

        Edges(int triangles) {
            edges = new long[triangles * 3];
        }

        void addAll(int[] numbers, @Nullable AccessorView indices, int mode, int triangles) {
            for (int t = 0; t < triangles; t++) {
                boolean list = mode == Drawn.TRIANGLES;
                int first = list ? t * 3 : mode == Drawn.TRIANGLE_FAN ? 0 : t;
                int second = list ? first + 1 : t + 1;
                int a = numbers[corner(indices, first)];
                int b = numbers[corner(indices, second)];
                int c = numbers[corner(indices, second + 1)];
                if (a != b && b != c && c != a) {
                    edges[count++] = edge(a, b);
                    edges[count++] = edge(b, c);
                    edges[count++] = edge(c, a);
                }
            }
        }

        boolean allShared() {
            Arrays.sort(edges, 0, count);
            for (int i = 0; i < count; i += 2) {
                boolean pair = i + 1 < count && edges[i] == edges[i + 1];
                if (!pair || (i + 2 < count && edges[i + 2] == edges[i])) {
                    return false;
                }
            }
            return count > 0;
        }

        private static int corner(@Nullable AccessorView indices, int corner) {
            return indices == null ? corner : indices.index(corner);
        }

        private static long edge(int a, int b) {
            return (long) Math.min(a, b) << 32 | Math.max(a, b);
        }
    }
}
