// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.cli.doctor;

import com.avvyland.worker.config.Config;
import com.avvyland.worker.config.ConfigLoader;
import com.avvyland.worker.config.InvalidConfigException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the configuration, which all other checks start from.
 *
 * @param usable what the other checks are made of; absent where there is nothing to make them of
 * @param wrong whether a worker would refuse to start
 */
public record ConfigChecks(List<Check> checks, @Nullable Config usable, boolean wrong) {

    private static final String SECRET = "MODEL_PREVIEW_CALLBACK_SECRET";

    public ConfigChecks {
        checks = List.copyOf(checks);
    }

    /**
     * Load the configuration as a worker would.
     *
     * <p>The secret is often at hand only where the worker runs, and nothing but callbacks needs it: where it alone is
     * missing, the rest is looked at with one that nobody has.
     */
    public static ConfigChecks of(Map<String, String> environment, Path directory) {
        var loader = new ConfigLoader(environment, directory);
        List<Check> checks = new ArrayList<>();
        loader.warnings().forEach(line -> checks.add(Check.warn("config", line)));
        try {
            Config config = loader.load();
            checks.add(Check.ok("config", source(environment, directory)));
            return new ConfigChecks(checks, config, false);
        } catch (InvalidConfigException refused) {
            checks.add(Check.fail("config", String.valueOf(refused.getMessage())));
        }
        if (environment.getOrDefault(SECRET, "").isEmpty()) {
            try {
                Map<String, String> completed = new HashMap<>(environment);
                completed.put(SECRET, "-".repeat(32));
                return new ConfigChecks(checks, new ConfigLoader(completed, directory).load(), true);
            } catch (InvalidConfigException more) {
                // Said already, or the next thing that is said once the secret is there.
                return new ConfigChecks(checks, null, true);
            }
        }
        return new ConfigChecks(checks, null, true);
    }

    private static String source(Map<String, String> environment, Path directory) {
        String named = environment.getOrDefault("MODEL_PREVIEW_WORKER_CONFIG", "");
        if (!named.isEmpty()) {
            return "read from %s and the environment".formatted(named);
        }
        return Files.exists(directory.resolve("config.yaml"))
                ? "read from config.yaml and the environment"
                : "read from the environment; no config.yaml in this folder";
    }
}
