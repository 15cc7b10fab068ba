// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.projection;

import com.avvyland.worker.task.ModelSource;
import com.avvyland.worker.task.ModelTask;
import com.avvyland.worker.task.PreviewOptions;

/** Holds a model and how it is to be pictured, for routes that read and render what a task brings. */
public record ModelOnHand(ModelSource source, PreviewOptions preview) implements ModelTask {}
