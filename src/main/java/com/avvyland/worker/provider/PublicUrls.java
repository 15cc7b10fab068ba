// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.provider;

import com.avvyland.worker.task.Image;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** Lends URLs to providers that fetch their inputs instead of taking them. Safe for any thread. */
@FunctionalInterface
public interface PublicUrls {

    /** Lends nothing. */
    PublicUrls NONE = (_, _) -> Optional.empty();

    /**
     * Put an image where anybody who has its URL can read it for a while.
     *
     * @param time how long the URL works
     * @return absent when there is no such place
     * @throws com.avvyland.worker.task.TaskFailure passing, when the place cannot be reached
     */
    Optional<URI> publish(Image image, Duration time);
}
