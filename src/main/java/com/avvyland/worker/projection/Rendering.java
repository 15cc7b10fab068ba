// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.projection;

import com.avvyland.worker.task.ModelSource;
import com.avvyland.worker.task.ModelTask;
import com.avvyland.worker.task.PreviewOptions;

/** Asks for a source picture of a step's model; the body of the route that renders it. */
public record Rendering(ModelSource source, PreviewOptions preview) implements ModelTask {}
