// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.cli;

import com.avvyland.worker.config.LogFormat;
import java.util.Locale;
import org.apache.logging.log4j.core.LoggerContext;

/** Makes the log what the configuration says; the environment's word was heard before there was a configuration. */
final class LogSetup {

    private static final String PROPERTY = "avvy.log.format";

    private LogSetup() {}

    static void apply(LogFormat format, String environments) {
        String name = format.name().toLowerCase(Locale.ROOT);
        if (!name.equals(environments.isEmpty() ? "text" : environments)) {
            System.setProperty(PROPERTY, name);
            LoggerContext.getContext(false).reconfigure();
        }
    }
}
