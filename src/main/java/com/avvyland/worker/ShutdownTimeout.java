// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker;

import java.time.Duration;
import org.apache.camel.CamelContext;
import org.apache.camel.support.LifecycleStrategySupport;

/** Gives running tasks the configured time to finish, whatever the profile of the Camel CLI says: 10 s in {@code dev}. */
final class ShutdownTimeout extends LifecycleStrategySupport {

    private final Duration timeout;

    ShutdownTimeout(Duration timeout) {
        this.timeout = timeout;
    }

    @Override
    public void onContextStarted(CamelContext context) {
        context.getShutdownStrategy().setTimeout(timeout.toSeconds());
    }
}
