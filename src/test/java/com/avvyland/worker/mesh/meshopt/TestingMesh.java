// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh.meshopt;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Holds a wavy sheet of triangles with equal corners repeated, in an order that is good for nothing. */
record TestingMesh(float[] positions, int[] indices) {

    /** Make {@code side * side} quads; every quad has four vertices of its own, so most repeat others. */
    static TestingMesh shuffled(int side, long seed) {
        Random random = new Random(seed);
        float[] positions = new float[side * side * 4 * 3];
        List<int[]> triangles = new ArrayList<>();
        for (int quad = 0; quad < side * side; quad++) {
            for (int corner = 0; corner < 4; corner++) {
                int x = quad % side + corner % 2;
                int y = quad / side + corner / 2;
                int at = (quad * 4 + corner) * 3;
                positions[at] = x;
                positions[at + 1] = y;
                positions[at + 2] = (float) Math.sin(x * 0.3) * (float) Math.cos(y * 0.2);
            }
            int first = quad * 4;
            triangles.add(new int[] {first, first + 1, first + 2});
            triangles.add(new int[] {first + 1, first + 3, first + 2});
        }
        Collections.shuffle(triangles, random);
        return new TestingMesh(
                positions, triangles.stream().flatMapToInt(Arrays::stream).toArray());
    }

    /** Weld it with our own code, independent of what is tested. */
    static TestingMesh welded(int side, long seed) {
        TestingMesh mesh = shuffled(side, seed);
        int[] place = new int[mesh.vertexCount()];
        List<List<Float>> unique = new ArrayList<>();
        java.util.Map<List<Float>, Integer> known = new java.util.HashMap<>();
        for (int vertex = 0; vertex < place.length; vertex++) {
            List<Float> position =
                    List.of(mesh.positions[vertex * 3], mesh.positions[vertex * 3 + 1], mesh.positions[vertex * 3 + 2]);
            Integer before = known.putIfAbsent(position, unique.size());
            if (before == null) {
                unique.add(position);
            }
            place[vertex] = before == null ? unique.size() - 1 : before;
        }
        float[] positions = new float[unique.size() * 3];
        for (int i = 0; i < positions.length; i++) {
            positions[i] = unique.get(i / 3).get(i % 3);
        }
        return new TestingMesh(
                positions,
                Arrays.stream(mesh.indices).map(index -> place[index]).toArray());
    }

    int vertexCount() {
        return positions.length / 3;
    }

    VertexStream stream() {
        return VertexStream.ofFloats(positions, 3);
    }

    /** Return the triangles as texts in a fixed order, each turned so that its smallest corner is first. */
    static List<String> triangles(int[] indices) {
        List<String> triangles = new ArrayList<>();
        for (int i = 0; i < indices.length; i += 3) {
            int a = indices[i];
            int b = indices[i + 1];
            int c = indices[i + 2];
            triangles.add(
                    a <= b && a <= c ? a + " " + b + " " + c : b <= c ? b + " " + c + " " + a : c + " " + a + " " + b);
        }
        Collections.sort(triangles);
        return triangles;
    }

    /** Count how many vertices a triangle makes a first-in, first-out cache of 16 load. */
    static double cacheMisses(int[] indices) {
        java.util.ArrayDeque<Integer> cache = new java.util.ArrayDeque<>();
        int misses = 0;
        for (int index : indices) {
            if (!cache.contains(index)) {
                misses++;
                cache.addLast(index);
                if (cache.size() > 16) {
                    cache.removeFirst();
                }
            }
        }
        return misses * 3.0 / indices.length;
    }
}
