// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Makes a copy of the routes in which a task whose worker died is found within seconds: the lease is 6 s and is looked
 * after each second. Everything else is what is packaged.
 */
final class StormHome {

    static final int LEASE_SECONDS = 6;

    private static final String INTAKE = "arrayBody: true\n";
    private static final String QUICKLY = """
            arrayBody: true
                    lease: %ds
                    recoverInterval: 1s
                    recoverGrace: 1s
                    forwardInterval: 1s
            """.formatted(LEASE_SECONDS);

    /** The fake is done when it is asked; by the Kamelet's default that would be after five seconds. */
    private static final String MODEL = "kamelet:fal-generate-model-action/fal-generate-model";

    private StormHome() {}

    static Path create(Path home) throws IOException {
        Path routes = Files.createDirectories(home.resolve("routes"));
        try (Stream<Path> files = Files.list(Path.of("routes"))) {
            for (Path file : files.filter(each -> each.toString().endsWith(".camel.yaml"))
                    .toList()) {
                String route =
                        Files.readString(file).replace(INTAKE, QUICKLY).replace(MODEL, MODEL + "?pollInterval=500ms");
                Files.writeString(routes.resolve(file.getFileName()), route);
            }
        }
        changed(routes.resolve("intake.camel.yaml"), "lease: ");
        changed(routes.resolve("providers.camel.yaml"), "pollInterval=");
        for (String folder : List.of("kamelets", "prompts")) {
            Files.createSymbolicLink(home.resolve(folder), Path.of(folder).toAbsolutePath());
        }
        return home;
    }

    private static void changed(Path file, String what) throws IOException {
        if (!Files.readString(file).contains(what)) {
            throw new IllegalStateException("%s: no %s (expected: to be put in)".formatted(file, what));
        }
    }
}
