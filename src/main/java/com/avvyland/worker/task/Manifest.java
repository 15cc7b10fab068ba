// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.task;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lists every artifact of one task, so that the receiver need not compute it.
 *
 * @param version 1
 * @param generator name and version of the worker
 * @param artifacts in the order in which they were made
 */
public record Manifest(int version, String modelHash, String generator, List<Entry> artifacts) {

    private static final int VERSION = 1;

    public Manifest {
        artifacts = List.copyOf(artifacts);
    }

    /** List artifacts. */
    public static Manifest of(String modelHash, String generator, List<Artifact> artifacts) {
        return new Manifest(
                VERSION, modelHash, generator, artifacts.stream().map(Entry::of).toList());
    }

    /** Names one artifact without its content. */
    public record Entry(
            String kind,
            String logicalName,
            String contentType,
            String sha256,
            long size,
            @Nullable String url) {

        private static Entry of(Artifact artifact) {
            return new Entry(
                    artifact.kind(),
                    artifact.logicalName(),
                    artifact.contentType(),
                    artifact.sha256(),
                    artifact.size(),
                    artifact.url());
        }
    }
}
