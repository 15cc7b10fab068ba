// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.projection;

import com.avvyland.worker.task.ModelSource;
import com.avvyland.worker.task.ModelTask;
import com.avvyland.worker.task.PreviewOptions;

/** Holds a model that a provider made, as a task would bring it. */
public record MadeModel(ModelSource source, PreviewOptions preview) implements ModelTask {}
