// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.preview;

import java.time.Duration;

/** Renders one cube in a process of its own. */
final class TestingRender {

    private TestingRender() {}

    /** Print {@code rendered} and how many pictures came. */
    public static void main(String[] args) {
        try (var pool = new RendererPool(TestingPreviews.config(1, Duration.ofSeconds(60)))) {
            System.out.println("rendered "
                    + TestingPreviews.render(
                                    pool, TestingTextures.quad(), TestingPreviews.options(512, 512, "front", "0,30"))
                            .size());
        }
    }
}
