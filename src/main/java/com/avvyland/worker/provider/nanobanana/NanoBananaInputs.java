// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.provider.nanobanana;

import com.avvyland.worker.provider.Fault;
import com.avvyland.worker.provider.InputLimits;
import com.avvyland.worker.provider.ProviderException;
import com.avvyland.worker.provider.ProviderRequest.Picture;
import com.avvyland.worker.provider.PublicUrls;
import com.avvyland.worker.task.Image;
import com.avvyland.worker.task.TaskFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Brings input images to NanoBanana, which takes URLs and has no upload. */
record NanoBananaInputs(PublicUrls urls) {

    /** Outlives the longest job, and the Kamelet's six minutes. */
    private static final Duration LENT = Duration.ofHours(1);

    /** As of nano-banana-pro at KIE, the least of the models behind these names. */
    private static final int MOST = 8;

    private static final InputLimits LIMITS = InputLimits.ofBytes(10_000_000);

    /**
     * Check the inputs; nothing is lent yet.
     *
     * @throws ProviderException {@link Fault#PASSED_OVER} or {@link Fault#INVALID_INPUT}
     */
    static void check(Picture picture) {
        if (picture.inputs().size() > MOST) {
            throw passedOver(picture, "at most " + MOST, null);
        }
        picture.inputs().forEach(LIMITS::check);
    }

    /**
     * Lend a URL for each input.
     *
     * @throws ProviderException {@link Fault#PASSED_OVER} where nobody lends any
     */
    List<String> lend(Picture picture) {
        List<String> lent = new ArrayList<>();
        for (Image image : picture.inputs()) {
            try {
                lent.add(urls.publish(image, LENT)
                        .orElseThrow(() -> passedOver(picture, "none, or a bucket that lends URLs", null))
                        .toString());
            } catch (TaskFailure e) {
                throw passedOver(picture, "a bucket that can be reached", e);
            }
        }
        return lent;
    }

    private static ProviderException passedOver(Picture picture, String expected, @Nullable Throwable cause) {
        return new ProviderException(
                Fault.PASSED_OVER,
                "inputs: %d images (expected: %s)".formatted(picture.inputs().size(), expected),
                cause);
    }
}
