// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.projection;

import com.avvyland.worker.config.ProjectionConfig;
import com.avvyland.worker.journal.TaskNotes;
import com.avvyland.worker.task.Bytes;
import com.avvyland.worker.task.Image;
import com.avvyland.worker.task.ImageMime;
import com.avvyland.worker.task.ModelSource;
import com.avvyland.worker.task.Preview;
import com.avvyland.worker.task.PreviewOptions;
import java.util.List;
import org.apache.camel.Header;
import org.apache.camel.Variable;
import org.jspecify.annotations.Nullable;

/**
 * Finds a step's source: the payload's picture, else one of the model from the asked side. Safe for any thread.
 *
 * <p>A render is kept with the task: two machines may render a pixel differently, and a different source would be
 * different work for the providers, which is paid again.
 */
public final class SourcePicture {

    private static final String NOTE = "source";

    private final ProjectionConfig config;
    private final TaskNotes notes;

    public SourcePicture(ProjectionConfig config, TaskNotes notes) {
        this.config = config;
        this.notes = notes;
    }

    /** Take the source that is there already; return what to render, or null when nothing is to be. */
    public @Nullable ModelOnHand find(
            @Variable("work") StepRun run,
            @Header("CamelAsynqQueue") String queue,
            @Header("CamelAsynqTaskId") String taskId,
            @Variable("payload") String payload) {
        run.source = run.task.sourceImage();
        ModelSource model = run.task.model();
        if (run.source != null || model == null) {
            return null;
        }
        Bytes kept = notes.of(queue, taskId, payload).find(NOTE);
        if (kept != null) {
            run.source = png(kept);
            return null;
        }
        int size = config.imageSize();
        return new ModelOnHand(
                model, new PreviewOptions(List.of(run.task.view()), size, size, ImageMime.PNG, "transparent"));
    }

    /** Take the picture that was rendered. */
    public void rendered(
            @Variable("work") StepRun run,
            @Variable("previews") List<Preview> previews,
            @Header("CamelAsynqQueue") String queue,
            @Header("CamelAsynqTaskId") String taskId,
            @Variable("payload") String payload) {
        Bytes picture = previews.getFirst().bytes();
        notes.of(queue, taskId, payload).keep(NOTE, picture);
        run.source = png(picture);
    }

    private Image png(Bytes bytes) {
        return new Image(ImageMime.PNG.wireName(), bytes, config.imageSize(), config.imageSize());
    }
}
