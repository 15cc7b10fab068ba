// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.deploy;

import com.avvyland.worker.config.ConfigLoader;
import com.avvyland.worker.config.InvalidConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Knows the worker's environment variables from the README's table, which another test holds against the code. */
final class WorkerVariables {

    private static final Pattern ROW =
            Pattern.compile("\\| `([a-z0-9_.]+)` \\| (?:`([A-Z0-9_]+)`)? ?\\| (?:`?([^|`]*)`?)? ?\\|");

    /** A variable of the AWS SDK, the JVM or Playwright, not of ours, would have to be named here. */
    private static final Set<String> NOT_IN_THE_TABLE = Set.of("MODEL_PREVIEW_WORKER_CONFIG", "BLENDERPROC_CONFIG");

    private final Map<String, String> keys = new LinkedHashMap<>();
    private final Map<String, String> defaults = new HashMap<>();

    WorkerVariables() throws IOException {
        ROW.matcher(Files.readString(Path.of("README.md"))).results().forEach(row -> {
            defaults.put(row.group(1), row.group(3) == null ? "" : row.group(3));
            if (row.group(2) != null) {
                keys.put(row.group(2), row.group(1));
            }
        });
    }

    Set<String> all() {
        var all = new LinkedHashSet<>(keys.keySet());
        all.addAll(NOT_IN_THE_TABLE);
        return all;
    }

    String fallback(String key) {
        return defaults.getOrDefault(key, "");
    }

    /** Ask the loader itself, which refuses a secret in a file. */
    boolean secret(String variable, Path folder) throws IOException {
        String key = keys.get(variable);
        if (key == null) {
            return false;
        }
        Files.writeString(folder.resolve("config.yaml"), nested(key));
        try {
            new ConfigLoader(Map.of("MODEL_PREVIEW_CALLBACK_SECRET", "x"), folder).load();
            return false;
        } catch (InvalidConfigException refused) {
            return String.valueOf(refused.getMessage()).contains("a secret in a file");
        }
    }

    private static String nested(String key) {
        String[] parts = key.split("\\.");
        var yaml = new StringBuilder();
        for (int i = 0; i < parts.length; i++) {
            yaml.append("  ".repeat(i)).append(parts[i]).append(i == parts.length - 1 ? ": x\n" : ":\n");
        }
        return yaml.toString();
    }

    /** Read a file of {@code NAME=value} lines. */
    static Map<String, String> file(Path file) throws IOException {
        var variables = new LinkedHashMap<String, String>();
        for (String line : Files.readAllLines(file)) {
            if (!line.isBlank() && !line.startsWith("#")) {
                int equals = line.indexOf('=');
                variables.put(line.substring(0, equals), line.substring(equals + 1));
            }
        }
        return variables;
    }
}
