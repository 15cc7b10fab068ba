// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.provider.piapi;

import com.avvyland.worker.provider.Capability;
import com.avvyland.worker.provider.Stations;

/** Lists what PiAPI is used for. */
public final class Piapi {

    private Piapi() {}

    /** Bind its stations. */
    public static void bind(Stations stations) {
        stations.add(new PiapiVision(Capability.UNDERSTAND_IMAGE));
        stations.add(new PiapiVision(Capability.SCORE_IMAGE));
        stations.add(new PiapiPicture());
        stations.add(new PiapiCutout());
        stations.add(new PiapiModel());
    }
}
