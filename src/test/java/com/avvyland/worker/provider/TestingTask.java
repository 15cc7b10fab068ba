// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.provider;

import com.avvyland.worker.task.Bytes;
import com.avvyland.worker.task.ModelPreviewTask;
import com.avvyland.worker.task.ModelSource;
import com.avvyland.worker.task.PreviewOptions;
import com.avvyland.worker.task.Task;
import java.util.List;
import java.util.Map;

/** Makes a task that names its providers. */
record TestingTask(List<String> priority) {

    Task task() {
        return new ModelPreviewTask(
                "hash",
                "https://example.com/callback",
                null,
                null,
                priority,
                new ModelSource("glb", Bytes.of(new byte[12]), null, null, Map.of()),
                PreviewOptions.UNSET);
    }
}
