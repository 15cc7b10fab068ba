// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.provider.piapi;

import com.avvyland.worker.provider.Stations;

/** Lists what Piapi is used for. */
public final class Piapi {

    private Piapi() {}

    /** Bind its stations. */
    public static void bind(Stations stations) {}
}
