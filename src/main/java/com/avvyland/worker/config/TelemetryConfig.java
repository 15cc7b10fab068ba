// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.config;

/**
 * Says what operators see of the worker.
 *
 * @param observePort of metrics and health; 0: none
 * @param observeAddress that this port listens on
 */
public record TelemetryConfig(TracingConfig tracing, int observePort, String observeAddress, LogFormat logFormat) {

    static TelemetryConfig of(Values values) {
        return new TelemetryConfig(
                TracingConfig.of(values),
                values.get(TelemetrySettings.OBSERVE_PORT),
                values.get(TelemetrySettings.OBSERVE_ADDRESS),
                values.get(TelemetrySettings.LOG_FORMAT));
    }
}
