// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.metadata;

import com.avvyland.worker.gltf.GltfAsset;
import java.util.OptionalDouble;

/**
 * Estimates how many metres one unit of a model is.
 *
 * <p>A file of another format that names its unit is believed, from a micron (the smallest that 3MF names) to ten
 * kilometres; beyond that it is taken for a fault and for glTF.
 *
 * <p>A glTF unit is a metre (specification, section 3.4), and a model is believed: a house, a hall and a landscape are
 * all as large as they say. The one case in which that is almost never so is a rigged model, a character or a machine
 * with joints, longer than {@link #LONGEST_RIGGED} metres: it was exported in centimetres, or if it is still longer
 * then, in millimetres.
 */
final class Scale {

    /** Longer than any animal (a blue whale is 33 m long) and most machines. */
    static final double LONGEST_RIGGED = 50;

    private static final double SMALLEST_DECLARED = 1e-6;
    private static final double LARGEST_DECLARED = 1e4;

    private static final double[] UNITS = {1, 0.01, 0.001};

    private Scale() {}

    /**
     * Return what to multiply the model's units by.
     *
     * @param longestEdge of the bounds, in the model's units
     * @param declared what the file that the asset was made of says; empty when it says nothing
     */
    static double estimate(GltfAsset asset, double longestEdge, OptionalDouble declared) {
        double unit = declared.orElse(0);
        if (unit >= SMALLEST_DECLARED && unit <= LARGEST_DECLARED) {
            return unit;
        }
        return estimate(asset, longestEdge);
    }

    private static double estimate(GltfAsset asset, double longestEdge) {
        if (asset.skins().isEmpty()) {
            return 1;
        }
        for (double unit : UNITS) {
            if (longestEdge * unit <= LONGEST_RIGGED) {
                return unit;
            }
        }
        return 1;
    }
}
