// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.projection;

import com.avvyland.worker.config.ProjectionConfig;
import com.avvyland.worker.projection.picture.Backdrop;
import com.avvyland.worker.projection.picture.LocalCutout;
import com.avvyland.worker.projection.picture.Preparation;
import com.avvyland.worker.projection.picture.Prepared;
import com.avvyland.worker.projection.picture.Raster;
import java.time.InstantSource;
import java.util.Optional;
import org.apache.camel.Variable;

/** Makes the picture that providers are shown: cut out, centred, square, on white. Safe for any thread. */
public final class Preparing {

    private final ProjectionConfig config;
    private final InstantSource clock;

    public Preparing(ProjectionConfig config, InstantSource clock) {
        this.config = config;
        this.clock = clock;
    }

    /**
     * Prepare the source.
     *
     * @throws com.avvyland.worker.task.TaskFailure permanent, when there is nothing in the picture
     */
    public void prepare(@Variable("work") StepRun run) {
        Raster raster = run.raster;
        if (raster == null) {
            throw new IllegalStateException("source: not decoded (expected: the step cutouts before this one)");
        }
        Optional<Raster> cut = Optional.of(raster);
        if (run.removalName() == null) {
            boolean open = Backdrop.of(raster).open();
            cut = open ? cut : LocalCutout.cut(raster);
            run.removal(open ? "alpha" : cut.isPresent() ? "local" : "none", 0);
        }
        Prepared ready = cut.isPresent()
                ? Preparation.prepare(cut.get(), config.imageSize())
                : Preparation.prepareOpaque(raster, config.imageSize());
        run.ready(ready, clock.millis());
    }
}
