// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh.view;

import java.util.ArrayList;
import java.util.List;

/** Knows how far each morph target of a mesh moves its vertices at a weight of 1, along each axis. */
final class MorphReach {

    private record Range(double[] min, double[] max) {

        void add(VertexData deltas) {
            for (VertexCursor run = deltas.cursor(Semantic.POSITION); run.next(); ) {
                for (int i = 0; i < run.length(); i++) {
                    min[i % 3] = Math.min(min[i % 3], run.numbers()[i]);
                    max[i % 3] = Math.max(max[i % 3], run.numbers()[i]);
                }
            }
        }
    }

    private final List<Range> targets = new ArrayList<>();

    static MorphReach of(List<ViewMesh> parts) {
        MorphReach reach = new MorphReach();
        for (ViewMesh part : parts) {
            for (int i = 0; i < part.targets().size(); i++) {
                if (reach.targets.size() <= i) {
                    reach.targets.add(new Range(new double[3], new double[3]));
                }
                VertexData deltas = part.targets().get(i).get(Semantic.POSITION);
                if (deltas != null) {
                    reach.targets.get(i).add(deltas);
                }
            }
        }
        return reach;
    }

    /** Return a box around a mesh whose targets have these weights: not always the smallest, never too small. */
    Box around(Box base, List<Float> weights) {
        double[] min = base.min().clone();
        double[] max = base.max().clone();
        for (int i = 0; i < Math.min(weights.size(), targets.size()); i++) {
            double weight = weights.get(i);
            Range range = targets.get(i);
            for (int axis = 0; axis < 3; axis++) {
                min[axis] += Math.min(weight * range.min()[axis], weight * range.max()[axis]);
                max[axis] += Math.max(weight * range.min()[axis], weight * range.max()[axis]);
            }
        }
        Box box = new Box();
        box.add(min[0], min[1], min[2]);
        box.add(max[0], max[1], max[2]);
        return box;
    }
}
