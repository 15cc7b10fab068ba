// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.task;

import java.util.Arrays;

/** Names the image formats a preview can be encoded in. */
public enum ImageMime {
    PNG("image/png", "png"),
    WEBP("image/webp", "webp"),
    JPEG("image/jpeg", "jpg");

    private final String wireName;
    private final String extension;

    ImageMime(String wireName, String extension) {
        this.wireName = wireName;
        this.extension = extension;
    }

    /** Return the media type. */
    public String wireName() {
        return wireName;
    }

    /** Return the usual file extension, without a dot. */
    public String extension() {
        return extension;
    }

    /**
     * Read a media type of the wire contract.
     *
     * @throws TaskFailure permanent, when it is none of the three
     */
    public static ImageMime parse(String text) {
        return Arrays.stream(values())
                .filter(mime -> mime.wireName.equals(text))
                .findFirst()
                .orElseThrow(() -> new TaskFailure(
                        FailureCode.INVALID_PAYLOAD,
                        "mime: %s (expected: image/png, image/webp or image/jpeg)".formatted(text)));
    }
}
