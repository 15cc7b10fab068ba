// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Renders a folder as {@code kubectl apply -k} does, where kubectl is. */
final class Kustomization {

    private Kustomization() {}

    static void assumeKubectl() {
        Assumptions.assumeTrue(onPath("kubectl"), "kubectl: not on PATH (expected: 1.27 or later, for its kustomize)");
    }

    static List<JsonNode> render(Path folder) throws Exception {
        Process kubectl = new ProcessBuilder("kubectl", "kustomize", folder.toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(kubectl.getInputStream().readAllBytes(), UTF_8);
        if (kubectl.waitFor() != 0) {
            throw new AssertionError(folder + ": " + output.strip());
        }
        return Yaml.documents(output);
    }

    static boolean onPath(String program) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }
}
