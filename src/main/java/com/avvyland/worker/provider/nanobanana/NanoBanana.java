// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.provider.nanobanana;

import com.avvyland.worker.provider.Stations;

/** Lists what NanoBanana is used for. */
public final class NanoBanana {

    private NanoBanana() {}

    /** Bind its stations. */
    public static void bind(Stations stations) {
        stations.add(new NanoBananaPicture(stations.urls()));
    }
}
