// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.projection.picture;

import com.avvyland.worker.task.Image;
import org.jspecify.annotations.Nullable;

/**
 * Holds a picture as providers are shown it.
 *
 * @param image a square PNG, opaque
 * @param silhouette of the subject; absent when it could not be cut out
 */
public record Prepared(Image image, @Nullable Silhouette silhouette) {}
