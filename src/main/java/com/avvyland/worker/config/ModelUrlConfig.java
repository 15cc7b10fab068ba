// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.config;

import java.time.Duration;
import java.util.List;

/**
 * Says which models behind URLs are read.
 *
 * @param allowedHosts host names, {@code *.example.com}, or CIDR; empty allows any public host
 * @param timeout for one model, from connecting to the last byte
 */
public record ModelUrlConfig(List<String> allowedHosts, Duration timeout) {

    public ModelUrlConfig {
        allowedHosts = List.copyOf(allowedHosts);
    }
}
