// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.provider.fal;

import com.avvyland.worker.provider.Capability;
import com.avvyland.worker.provider.Stations;

/** Lists what FAL is used for. */
public final class Fal {

    private Fal() {}

    /** Bind its stations. */
    public static void bind(Stations stations) {
        stations.add(new FalVision(Capability.UNDERSTAND_IMAGE));
        stations.add(new FalVision(Capability.SCORE_IMAGE));
        stations.add(new FalPicture());
        stations.add(new FalCutout());
        stations.add(new FalModel());
    }
}
