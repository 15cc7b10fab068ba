// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.provider.tencent;

import com.avvyland.worker.config.ProvidersConfig.TencentConfig;
import com.avvyland.worker.egress.RequestKey;
import com.avvyland.worker.provider.Stations;
import java.time.InstantSource;
import java.util.Map;

/** Lists what Tencent is used for. */
public final class Tencent {

    private Tencent() {}

    /** Bind its stations. */
    public static void bind(Stations stations) {}

    /** Return what signs its calls; empty without a key. */
    public static Map<String, RequestKey> keys(TencentConfig config, InstantSource clock) {
        return Map.of();
    }
}
