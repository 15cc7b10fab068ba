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
    public static void bind(Stations stations) {
        stations.add(new TencentModel());
    }

    /**
     * Return what signs its calls; empty without a key.
     *
     * @throws com.avvyland.worker.config.InvalidConfigException for an endpoint or a region that can never work
     */
    public static Map<String, RequestKey> keys(TencentConfig config, InstantSource clock) {
        TencentConfig.Keys keys = config.keys();
        if (keys == null) {
            return Map.of();
        }
        TencentSurface surface = TencentSurface.of(config.endpoint(), config.region());
        return Map.of(
                config.endpoint().toString(),
                new Tc3Signer(keys, surface.service(), surface.version(), config.region(), clock));
    }
}
