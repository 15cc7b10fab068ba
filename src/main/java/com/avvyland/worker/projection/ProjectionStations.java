// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.projection;

import com.avvyland.worker.config.ProjectionConfig;
import com.avvyland.worker.config.ProvidersConfig;
import com.avvyland.worker.journal.TaskNotes;
import com.avvyland.worker.projection.prompt.PromptPacks;
import java.time.InstantSource;
import org.apache.camel.spi.Registry;

/** Binds the stations that {@code routes/model-projection-step.camel.yaml} names. */
public final class ProjectionStations {

    private ProjectionStations() {}

    /** Bind everything; nothing is opened. */
    public static void bind(
            Registry registry,
            ProjectionConfig config,
            ProvidersConfig providers,
            PromptPacks packs,
            TaskNotes notes,
            InstantSource clock) {
        registry.bind("projectionStep", new ProjectionStep(config, packs, notes, clock));
        registry.bind("sourcePicture", new SourcePicture(config, notes));
        registry.bind("cutouts", new Cutouts(providers));
        registry.bind("preparing", new Preparing(config, clock));
        registry.bind("painting", new Painting(config, clock));
        registry.bind("judging", new Judging(providers, clock));
    }
}
