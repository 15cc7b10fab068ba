// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.projection;

import com.avvyland.worker.task.Angle;
import com.avvyland.worker.task.Image;
import com.avvyland.worker.task.PreviewOptions;
import com.avvyland.worker.task.ProjectionModelTask;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes tasks of the model family. */
final class TestingModelTask {

    private TestingModelTask() {}

    /** Return a task with these sides, each shown by the image at its place. */
    static ProjectionModelTask of(@Nullable Integer faces, List<String> sides, List<Image> images) {
        List<ProjectionModelTask.View> views = new ArrayList<>();
        for (int i = 0; i < sides.size(); i++) {
            views.add(new ProjectionModelTask.View(Angle.parse(sides.get(i)), images.get(i)));
        }
        return new ProjectionModelTask(
                "hash", "https://receiver.test/", null, null, List.of(), "job", views, faces, PreviewOptions.UNSET);
    }
}
