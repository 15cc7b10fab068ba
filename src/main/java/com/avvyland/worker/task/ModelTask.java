// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.task;

/** Marks the task families that bring a model and may ask for previews of it. */
public interface ModelTask {

    /** Return where the model is. */
    ModelSource source();

    /** Return what the previews shall look like. */
    PreviewOptions preview();
}
