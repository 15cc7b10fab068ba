// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.config;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Holds the text of every setting and where it came from. */
final class Values {

    /** The place of a value that nobody has set. */
    static final String DEFAULT = "default";

    private record Entry(String text, String place) {}

    private final Map<Setting<?>, Entry> entries = new HashMap<>();

    void put(Setting<?> setting, String text, String place) {
        entries.put(setting, new Entry(text, place));
    }

    /** Return a value that has a default or is required. */
    <T> T get(Setting<T> setting) {
        T value = find(setting);
        if (value == null) {
            throw new InvalidConfigException(
                    setting.variable() == null
                            ? "%s: absent (expected: %s)"
                                    .formatted(setting.key(), setting.kind().allowed())
                            : "%s: absent (expected: environment variable %s)"
                                    .formatted(setting.key(), setting.variable()));
        }
        return value;
    }

    /** Return a value that may be absent. */
    <T> @Nullable T find(Setting<T> setting) {
        Entry entry = entries.get(setting);
        // Nothing at all is a value only where it is the default, as for a list of hosts.
        if (entry == null || entry.text().isEmpty() && !"".equals(setting.fallback())) {
            return null;
        }
        return setting.parse(entry.text(), entry.place());
    }

    /** Return a value that a file or the environment gives, and no default. */
    <T> @Nullable T findSet(Setting<T> setting) {
        Entry entry = entries.get(setting);
        return entry == null || entry.place().equals(DEFAULT) ? null : find(setting);
    }

    /** Show a setting; what is wrong with it is told to {@code errors}. */
    ConfigReport.Line line(Setting<?> setting, Consumer<InvalidConfigException> errors) {
        Entry entry = entries.get(setting);
        boolean readable = true;
        try {
            if (setting.required()) {
                get(setting);
            } else {
                find(setting);
            }
        } catch (InvalidConfigException error) {
            readable = false;
            errors.accept(error);
        }
        return new ConfigReport.Line(
                setting.key(),
                setting.variable(),
                entry == null ? null : setting.shown(entry.text(), readable),
                setting.fallback(),
                entry == null ? null : entry.place(),
                setting.secret(),
                setting.required());
    }

    /** Return what routes may refer to as {@code {{key}}}: no secrets, durations in milliseconds, sizes in bytes. */
    Properties placeholders() {
        var placeholders = new Properties();
        entries.forEach((setting, entry) -> {
            Object value = setting.secret() ? null : find(setting);
            // What stands before an @ in a URI may be a password.
            if (value != null && !entry.text().contains("@")) {
                placeholders.setProperty(
                        setting.key(),
                        switch (value) {
                            case Duration duration -> String.valueOf(duration.toMillis());
                            case ByteSize size -> String.valueOf(size.bytes());
                            default -> entry.text();
                        });
            }
        });
        return placeholders;
    }
}
