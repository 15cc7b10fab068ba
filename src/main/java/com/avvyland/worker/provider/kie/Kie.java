// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.provider.kie;

import com.avvyland.worker.provider.Capability;
import com.avvyland.worker.provider.Stations;

/** Lists what KIE is used for. */
public final class Kie {

    private Kie() {}

    /** Bind its stations. */
    public static void bind(Stations stations) {
        stations.add(new KieVision(Capability.UNDERSTAND_IMAGE));
        stations.add(new KieVision(Capability.SCORE_IMAGE));
        stations.add(new KiePicture());
        stations.add(new KieCutout());
    }
}
