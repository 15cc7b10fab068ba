// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker;

import java.util.Properties;
import java.util.function.Predicate;
import org.apache.camel.spi.LoadablePropertiesSource;

/**
 * Sets those of Camel's own settings that have to hold wherever the routes run; the profiles of the Camel CLI have
 * others. Thread-safe.
 */
final class CamelSettings implements LoadablePropertiesSource {

    private final Properties settings = new Properties();

    CamelSettings() {
        // A live reload replaces the routes of the saved file and no other: consumers go on, and a broken file changes
        // nothing.
        settings.setProperty("camel.main.routesReloadRemoveAllRoutes", "false");
    }

    @Override
    public String getName() {
        return "worker";
    }

    // Camel asks for absent keys too; its interface is not null-marked.
    @Override
    @SuppressWarnings("NullAway")
    public String getProperty(String name) {
        return settings.getProperty(name);
    }

    @Override
    public Properties loadProperties() {
        return loadProperties(name -> true);
    }

    @Override
    public Properties loadProperties(Predicate<String> filter) {
        Properties chosen = new Properties();
        settings.stringPropertyNames().stream()
                .filter(filter)
                .forEach(name -> chosen.setProperty(name, settings.getProperty(name)));
        return chosen;
    }

    @Override
    public void reloadProperties(String location) {
        // They are in no file.
    }
}
