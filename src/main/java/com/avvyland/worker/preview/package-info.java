// SPDX-License-Identifier: Apache-2.0
/**
 * Takes pictures of a model, and makes glTF of other formats: Three.js in a headless Chromium that is kept warm.
 *
 * <p>A {@link com.avvyland.worker.source.Model} and the task's options enter, a list of
 * {@link com.avvyland.worker.task.Preview} leaves, or a {@link com.avvyland.worker.task.TaskFailure}. The model's bytes
 * reach the page over loopback HTTP, the images come back through Playwright. Each {@code Renderer} owns one thread, one
 * Playwright, one browser and one page; whoever waits for it is its watchdog and kills the browser when it is late.
 */
@NullMarked
package com.avvyland.worker.preview;

import org.jspecify.annotations.NullMarked;
