// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.cli;

import java.util.Map;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.config.Configurator;

/** Keeps the worker's log out of what a command shows: only errors, where nobody asked for more. */
final class QuietLog implements AutoCloseable {

    private final Level before = LogManager.getRootLogger().getLevel();

    QuietLog(Map<String, String> environment) {
        if (environment.getOrDefault("AVVY_LOG_LEVEL", "").isEmpty()) {
            Configurator.setRootLevel(Level.ERROR);
        }
    }

    @Override
    public void close() {
        Configurator.setRootLevel(before);
    }
}
