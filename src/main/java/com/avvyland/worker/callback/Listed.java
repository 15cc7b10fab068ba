// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.callback;

import com.avvyland.worker.task.Artifact;
import com.avvyland.worker.task.Manifest;
import java.util.List;

/** Sorts a task's artifacts into the places that a callback has for them. */
record Listed(Artifact view, Artifact canonical, List<Artifact> others, Manifest manifest) {

    private static final String GENERATOR = "avvy-worker";
    private static final String CANONICAL = "canonical_model";
    private static final String VIEW = "processed_cbor";

    static Listed of(String modelHash, List<Artifact> artifacts) {
        return new Listed(
                only(VIEW, artifacts),
                only(CANONICAL, artifacts),
                artifacts.stream()
                        .filter(artifact -> !artifact.kind().equals(VIEW)
                                && !artifact.kind().equals(CANONICAL))
                        .toList(),
                Manifest.of(modelHash, GENERATOR, artifacts));
    }

    private static Artifact only(String kind, List<Artifact> artifacts) {
        return artifacts.stream()
                .filter(artifact -> artifact.kind().equals(kind))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("artifacts: no %s (expected: one)".formatted(kind)));
    }
}
