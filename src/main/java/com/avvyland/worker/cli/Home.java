// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Finds the folder with {@code routes/}: the launcher's AVVY_HOME, else the working directory. */
final class Home {

    private Home() {}

    static Path routes(Map<String, String> environment) {
        Path routes = Path.of(environment.getOrDefault("AVVY_HOME", "")).resolve("routes");
        if (!Files.isDirectory(routes)) {
            throw new CommandFailure("routes: %s (expected: a folder of *.camel.yaml; set AVVY_HOME to its parent)"
                    .formatted(routes.toAbsolutePath()));
        }
        return routes;
    }
}
