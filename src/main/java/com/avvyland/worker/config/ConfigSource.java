// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.config;

import java.util.Properties;
import org.apache.camel.spi.PropertiesSource;

/** Gives routes the settings as {@code {{worker.queue}}}; secrets are not among them. Thread-safe. */
public final class ConfigSource implements PropertiesSource {

    private final Properties placeholders;

    public ConfigSource(Config config) {
        placeholders = config.placeholders();
    }

    @Override
    public String getName() {
        return "config";
    }

    // Camel asks for absent keys too; its interface is not null-marked.
    @Override
    @SuppressWarnings("NullAway")
    public String getProperty(String name) {
        return placeholders.getProperty(name);
    }
}
