// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.task;

import org.jspecify.annotations.Nullable;

/** Mirrors {@code image} of the contract. */
record ImagePayload(
        @Nullable String mime,
        @Nullable Bytes bytes,
        @Nullable Integer width,
        @Nullable Integer height) {

    /** Return the image, checked for its parts; what it shows is looked at by whoever decodes it. */
    Image image(String name) {
        String type = Field.required(name + ".mime", mime, 64);
        if (bytes == null || bytes.length() == 0) {
            throw Field.invalid(name + ".bytes", "absent", "an encoded image");
        }
        return new Image(type, bytes, width, height);
    }
}
