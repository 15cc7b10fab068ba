// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.projection;

import com.avvyland.worker.gltf.ImageHeader;
import com.avvyland.worker.task.FailureCode;
import com.avvyland.worker.task.Image;
import com.avvyland.worker.task.TaskFailure;
import java.util.Set;

/** Looks at the pictures of a task before anything is paid for it; of each the header alone. Stateless. */
final class PictureCheck {

    /** Smaller is no picture of an object; no provider takes less. */
    private static final int LEAST_EDGE = 64;

    /** The longest edge of a picture of 64 megapixels, four times as long as high. */
    private static final int MOST_EDGE = 16_384;

    /** What a decoder may be asked for: 64 megapixels, as for a model's textures. */
    private static final long MOST_PIXELS = 64L << 20;

    private static final Set<String> FORMATS = Set.of("image/png", "image/jpeg", "image/webp");

    private PictureCheck() {}

    /**
     * Return the picture with the media type and the size that its content has.
     *
     * @param name of the field
     * @throws TaskFailure permanent, {@code invalid_payload}
     */
    static Image checked(String name, Image image) {
        ImageHeader header = ImageHeader.read(image.bytes());
        if (header == null || !FORMATS.contains(header.mimeType())) {
            throw invalid(name, header == null ? "unknown content" : header.mimeType(), "a PNG, JPEG or WebP");
        }
        long shorter = Math.min(header.width(), header.height());
        long longer = Math.max(header.width(), header.height());
        if (shorter < LEAST_EDGE || longer > MOST_EDGE || shorter * longer > MOST_PIXELS) {
            throw invalid(
                    name,
                    "%d x %d pixels".formatted(header.width(), header.height()),
                    "edges of %d..%d, at most %d pixels".formatted(LEAST_EDGE, MOST_EDGE, MOST_PIXELS));
        }
        return new Image(header.mimeType(), image.bytes(), (int) header.width(), (int) header.height());
    }

    private static TaskFailure invalid(String name, String found, String expected) {
        return new TaskFailure(FailureCode.INVALID_PAYLOAD, "%s: %s (expected: %s)".formatted(name, found, expected));
    }
}
