// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.task;

import org.jspecify.annotations.Nullable;

/**
 * Holds one encoded image, as payloads and callbacks carry it.
 *
 * @param mime media type of {@code bytes}, as its sender says
 * @param bytes the encoded image
 * @param width pixels, absent when nobody looked
 * @param height pixels, absent when nobody looked
 */
public record Image(
        String mime,
        Bytes bytes,
        @Nullable Integer width,
        @Nullable Integer height) {}
