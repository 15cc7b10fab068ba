// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.provider.piapi;

import com.avvyland.worker.provider.Capability;
import com.avvyland.worker.provider.Stations;
import org.jspecify.annotations.Nullable;

/** Lists what PiAPI is used for. */
public final class Piapi {

    private Piapi() {}

    /**
     * Bind its stations.
     *
     * @param pointsPerDollar points of a task's usage; absent where the price of the Kamelet counts
     */
    public static void bind(Stations stations, @Nullable Integer pointsPerDollar) {
        stations.add(new PiapiVision(Capability.UNDERSTAND_IMAGE));
        stations.add(new PiapiVision(Capability.SCORE_IMAGE));
        stations.add(new PiapiPicture(pointsPerDollar));
        stations.add(new PiapiCutout(pointsPerDollar));
        stations.add(new PiapiModel(pointsPerDollar));
    }
}
