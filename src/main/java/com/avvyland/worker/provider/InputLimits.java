// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.provider;

import com.avvyland.worker.gltf.ImageHeader;
import com.avvyland.worker.task.Image;
import java.util.Set;

/**
 * Says which images a provider takes, so that one that it would refuse is not even sent: PNG, JPEG or WebP of some size.
 *
 * @param bytes of the file at most
 * @param leastEdge pixels of the shorter edge at least
 * @param mostEdge pixels of the longer edge at most
 * @param mostPixels width by height at most
 */
public record InputLimits(long bytes, int leastEdge, int mostEdge, long mostPixels) {

    private static final Set<String> FORMATS = Set.of("image/png", "image/jpeg", "image/webp");

    /** Return limits of the file's size alone. */
    public static InputLimits ofBytes(long bytes) {
        return new InputLimits(bytes, 1, Integer.MAX_VALUE, Long.MAX_VALUE);
    }

    /**
     * Check an image by its content, and return its media type.
     *
     * @throws ProviderException {@link Fault#INVALID_INPUT}: the same image is refused for ever
     */
    public String check(Image image) {
        if (image.bytes().length() > bytes) {
            throw refused("input: %d bytes (expected: at most %d)"
                    .formatted(image.bytes().length(), bytes));
        }
        ImageHeader header = ImageHeader.read(image.bytes());
        if (header == null || !FORMATS.contains(header.mimeType())) {
            throw refused("input: %s (expected: PNG, JPEG or WebP)"
                    .formatted(header == null ? "unknown content" : header.mimeType()));
        }
        long shorter = Math.min(header.width(), header.height());
        long longer = Math.max(header.width(), header.height());
        if (shorter < leastEdge || longer > mostEdge || header.width() * header.height() > mostPixels) {
            throw refused("input: %d x %d pixels (expected: edges of %d..%d, at most %d pixels)"
                    .formatted(header.width(), header.height(), leastEdge, mostEdge, mostPixels));
        }
        return header.mimeType();
    }

    private static ProviderException refused(String message) {
        return new ProviderException(Fault.INVALID_INPUT, message);
    }
}
