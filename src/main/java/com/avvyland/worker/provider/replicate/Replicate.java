// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.provider.replicate;

import com.avvyland.worker.provider.Stations;

/** Lists what Replicate is used for. */
public final class Replicate {

    private Replicate() {}

    /** Bind its stations. */
    public static void bind(Stations stations) {
        stations.add(new ReplicateCutout());
    }
}
