// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.provider.tencent;

import com.avvyland.worker.config.InvalidConfigException;
import java.net.URI;
import java.util.List;
import java.util.Locale;

/**
 * Names the two surfaces on which Hunyuan 3D Pro is sold. Host, signed service, API version and regions belong together: any
 * other pair of them is refused by Tencent with every call.
 */
enum TencentSurface {
    /** For accounts of tencentcloud.com; any other region answers {@code UnsupportedRegion}. */
    INTL(
            "hunyuan.intl.tencentcloudapi.com",
            "hunyuan",
            "2023-09-01",
            List.of("ap-singapore", "na-siliconvalley", "eu-frankfurt")),
    /** For accounts of cloud.tencent.com. */
    MAINLAND("ai3d.tencentcloudapi.com", "ai3d", "2025-05-13", List.of("ap-guangzhou"));

    private final String host;
    private final String service;
    private final String version;
    private final List<String> regions;

    TencentSurface(String host, String service, String version, List<String> regions) {
        this.host = host;
        this.service = service;
        this.version = version;
        this.regions = regions;
    }

    /**
     * Choose by the endpoint's host; a host that is not Tencent's, a gateway's or a test's, stands for the international
     * one.
     *
     * @throws InvalidConfigException for a host of Tencent without Hunyuan 3D Pro 3.1, and for a region that is another
     *     surface's
     */
    static TencentSurface of(URI endpoint, String region) {
        String host = String.valueOf(endpoint.getHost()).toLowerCase(Locale.ROOT);
        TencentSurface surface = host.equals(MAINLAND.host) ? MAINLAND : INTL;
        boolean tencents = host.endsWith(".tencentcloudapi.com") || host.endsWith(".tencentmaas.com");
        if (tencents && !host.equals(surface.host)) {
            throw new InvalidConfigException(
                    "worker.providers.tencent.endpoint: %s (expected: https://%s or https://%s)"
                            .formatted(host, INTL.host, MAINLAND.host));
        }
        // The mainland's list of regions is not published: only what is surely not its own is refused.
        boolean wrong = surface == INTL ? !INTL.regions.contains(region) : INTL.regions.contains(region);
        if (wrong) {
            throw new InvalidConfigException("worker.providers.tencent.region: %s (expected: one of %s at %s)"
                    .formatted(region, String.join(", ", surface.regions), host));
        }
        return surface;
    }

    /** Return the service in the scope of a signature. */
    String service() {
        return service;
    }

    /** Return the value of {@code X-TC-Version}. */
    String version() {
        return version;
    }
}
