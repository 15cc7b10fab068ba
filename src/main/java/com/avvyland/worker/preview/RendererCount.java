// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.preview;

import com.avvyland.worker.config.PreviewsConfig;

/** Says how many renderers a machine can feed. */
final class RendererCount {

    /** What a browser and its driver hold: 0.5 to 0.8 GiB were measured at 512 pixels, and its limit is beyond that. */
    private static final long MEMORY_EACH = 1L << 30;

    private RendererCount() {}

    /**
     * Return the configured number, else one a core; the graphics process of each keeps a core busy.
     *
     * @param tasks how many tasks may ask for one at once
     */
    static int of(PreviewsConfig config, int tasks) {
        return config.renderers()
                .orElseGet(() -> choose(
                        Runtime.getRuntime().availableProcessors(),
                        Machine.memory() - Runtime.getRuntime().maxMemory(),
                        tasks));
    }

    /**
     * Return as many as there are cores, as fit into memory, and as can be asked at once; at least 1.
     *
     * @param memory bytes that are left beside the heap of this process
     */
    static int choose(int cores, long memory, int tasks) {
        return (int) Math.max(1, Math.min(Math.min(cores, tasks), memory / MEMORY_EACH));
    }
}
