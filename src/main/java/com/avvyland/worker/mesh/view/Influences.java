// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh.view;

import com.avvyland.worker.gltf.AccessorView;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Holds the four joints of each vertex that weigh most: a view has no more, a model may have any number of sets of four.
 * Their weights need not sum to 1; {@link Quantizer} sees to that.
 */
@SuppressWarnings("ArrayRecordComponent") // millions of numbers, none of them boxed
record Influences(float[] joints, float[] weights) {

    private static final int KEPT = 4;

    private record Pair(AccessorView joints, AccessorView weights) {}

    /** Read the sets of a primitive. */
    static Influences read(Function<String, @Nullable AccessorView> attribute, int vertices) {
        List<Pair> sets = sets(attribute);
        var influences = new Influences(new float[vertices * KEPT], new float[vertices * KEPT]);
        for (int vertex = 0; vertex < vertices; vertex++) {
            for (Pair set : sets) {
                for (int c = 0; c < KEPT; c++) {
                    influences.offer(
                            vertex * KEPT,
                            set.joints().at(vertex, c),
                            set.weights().at(vertex, c));
                }
            }
        }
        return influences;
    }

    private static List<Pair> sets(Function<String, @Nullable AccessorView> attribute) {
        List<Pair> sets = new ArrayList<>();
        while (true) {
            AccessorView joints = attribute.apply("JOINTS_" + sets.size());
            AccessorView weights = attribute.apply("WEIGHTS_" + sets.size());
            if (joints == null || weights == null) {
                return sets;
            }
            sets.add(new Pair(joints, weights));
        }
    }

    /** Put an influence in the place of the lightest, when it weighs more. */
    private void offer(int from, float joint, float weight) {
        int lightest = from;
        for (int i = from + 1; i < from + KEPT; i++) {
            lightest = weights[i] < weights[lightest] ? i : lightest;
        }
        if (weight > weights[lightest]) {
            weights[lightest] = weight;
            joints[lightest] = joint;
        }
    }
}
