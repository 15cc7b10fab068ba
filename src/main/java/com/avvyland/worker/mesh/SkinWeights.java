// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.mesh;

import com.avvyland.worker.gltf.Components;
import com.avvyland.worker.gltf.GltfAsset;
import com.avvyland.worker.gltf.GltfAsset.Accessor;
import com.avvyland.worker.task.FailureCode;
import com.avvyland.worker.task.TaskFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/**
 * Mends what binds a vertex to its joints, where the specification does not allow it (section 3.7.3.3): weights are not
 * negative, their sum is 1, no joint comes twice, and a joint without weight is joint 0. Vertices that are sound keep
 * every bit.
 */
final class SkinWeights {

    private static final int WIDTH = 4;
    /** What the Khronos validator allows for each weight that is not zero. */
    private static final float TOLERANCE = 2e-7f;

    private final InfluenceSet[] sets;
    private final double[] weights;
    private final int[] joints;

    private SkinWeights(InfluenceSet[] sets) {
        this.sets = sets;
        this.weights = new double[sets.length * WIDTH];
        this.joints = new int[sets.length * WIDTH];
    }

    /**
     * Replace streams of a primitive by mended copies, where that is needed.
     *
     * @param streams of the primitive by semantic, changed
     * @param jointCount of the smallest skin that the mesh is used with
     * @return how many vertices were mended
     * @throws TaskFailure {@code invalid_model}, when a vertex hangs on a joint that the skin does not have
     */
    static int repair(GltfAsset asset, SortedMap<String, Shape.Stream> streams, int jointCount) {
        List<InfluenceSet> sets = new ArrayList<>();
        Shape.Stream joints = streams.get("JOINTS_0");
        Shape.Stream weights = streams.get("WEIGHTS_0");
        int vertices = joints == null ? 0 : joints.elements().count();
        while (joints != null && weights != null) {
            Accessor joint = asset.accessors().get(joints.accessor());
            Accessor weight = asset.accessors().get(weights.accessor());
            if (!InfluenceSet.isKnown(joint, weight)
                    || (!sets.isEmpty()
                            && weight.componentType() != sets.getFirst().weightType())) {
                return 0;
            }
            sets.add(new InfluenceSet(
                    joints.elements().tight(),
                    joint.componentType() == Components.UNSIGNED_SHORT,
                    weights.elements().tight(),
                    weight.componentType()));
            joints = streams.get("JOINTS_" + sets.size());
            weights = streams.get("WEIGHTS_" + sets.size());
        }
        if (sets.isEmpty()) {
            return 0;
        }
        int repaired = new SkinWeights(sets.toArray(InfluenceSet[]::new)).repairAll(vertices, jointCount);
        for (int i = 0; i < sets.size() && repaired > 0; i++) {
            byte[] newJoints = sets.get(i).joints();
            byte[] newWeights = sets.get(i).weights();
            streams.computeIfPresent("JOINTS_" + i, (_, stream) -> stream.with(newJoints));
            streams.computeIfPresent("WEIGHTS_" + i, (_, stream) -> stream.with(newWeights));
        }
        return repaired;
    }

    private int repairAll(int vertices, int jointCount) {
        int repaired = 0;
        for (int vertex = 0; vertex < vertices; vertex++) {
            for (int i = 0; i < joints.length; i++) {
                joints[i] = sets[i / WIDTH].joint(vertex, i % WIDTH);
                weights[i] = sets[i / WIDTH].weight(vertex, i % WIDTH);
            }
            if (!isSound()) {
                mend();
                write(vertex);
                repaired++;
            }
            requireJoints(vertex, jointCount);
        }
        return repaired;
    }

    private boolean isSound() {
        float sum = 0;
        float tolerance = 0;
        // Summed in the validator's order: the first weight of each set, then the second.
        for (int c = 0; c < WIDTH; c++) {
            for (int set = 0; set < sets.length; set++) {
                int i = set * WIDTH + c;
                if (weights[i] < 0 || (weights[i] == 0 && joints[i] != 0) || isRepeated(i)) {
                    return false;
                }
                sum += (float) weights[i];
                tolerance += weights[i] == 0 ? 0 : TOLERANCE;
            }
        }
        return Math.abs(sum - 1) <= tolerance;
    }

    private boolean isRepeated(int at) {
        return weights[at] != 0 && firstOf(joints[at]) != at;
    }

    private int firstOf(int joint) {
        int i = 0;
        while (joints[i] != joint || weights[i] <= 0) {
            i++;
        }
        return i;
    }

    private void mend() {
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            weights[i] = Math.max(0, weights[i]);
            int first = weights[i] > 0 ? firstOf(joints[i]) : i;
            if (first != i) {
                weights[first] += weights[i];
                weights[i] = 0;
            }
        }
        for (double weight : weights) {
            sum += weight;
        }
        if (sum == 0) {
            weights[0] = 1; // as renderers do
            sum = 1;
        }
        sets[0].share(weights, sum);
        for (int i = 0; i < weights.length; i++) {
            joints[i] = weights[i] == 0 ? 0 : joints[i];
        }
    }

    private void write(int vertex) {
        for (int i = 0; i < joints.length; i++) {
            sets[i / WIDTH].set(vertex, i % WIDTH, joints[i], weights[i]);
        }
    }

    private void requireJoints(int vertex, int jointCount) {
        for (int joint : joints) {
            if (joint >= jointCount) {
                throw new TaskFailure(
                        FailureCode.INVALID_MODEL,
                        "joint of vertex %d: %d (expected: less than %d, as the skin has)"
                                .formatted(vertex, joint, jointCount));
            }
        }
    }
}
