// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.task;

/**
 * Holds one rendered image of a model.
 *
 * @param angle the angle's name, as the task or the configuration wrote it
 * @param mime media type of {@code bytes}
 * @param width pixels
 * @param height pixels
 * @param bytes the encoded image
 */
public record Preview(String angle, String mime, int width, int height, Bytes bytes) {}
