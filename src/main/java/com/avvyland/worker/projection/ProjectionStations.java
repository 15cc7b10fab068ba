// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.projection;

import com.avvyland.worker.config.ProjectionConfig;
import com.avvyland.worker.journal.TaskNotes;
import com.avvyland.worker.projection.prompt.PromptPacks;
import com.avvyland.worker.provider.Capability;
import com.avvyland.worker.provider.Provider;
import com.avvyland.worker.provider.ProviderFailover;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;
import org.apache.camel.spi.Registry;

/** Binds the stations that {@code routes/model-projection-step.camel.yaml} names. */
public final class ProjectionStations {

    private ProjectionStations() {}

    /** Bind everything; nothing is opened. */
    public static void bind(
            Registry registry, ProjectionConfig config, PromptPacks packs, TaskNotes notes, InstantSource clock) {
        registry.bind("projectionStep", new ProjectionStep(config, packs, notes, clock));
        registry.bind("sourcePicture", new SourcePicture(config, notes));
        registry.bind("cutouts", new Cutouts(askable(registry, Capability.REMOVE_BACKGROUND)));
        registry.bind("preparing", new Preparing(config, clock));
        registry.bind("painting", new Painting(config, clock));
        registry.bind("judging", new Judging(askable(registry, Capability.SCORE_IMAGE), clock));
    }

    /** The route says who there is, and routes are loaded after stations are bound. */
    private static Supplier<List<Provider>> askable(Registry registry, Capability capability) {
        return () -> {
            ProviderFailover route =
                    registry.lookupByNameAndType(capability.wireName() + "-providers", ProviderFailover.class);
            return route == null ? List.of() : route.askable();
        };
    }
}
