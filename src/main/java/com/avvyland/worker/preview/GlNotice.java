// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.preview;

import com.avvyland.worker.config.PreviewsConfig.Gl;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Warns when something else renders than was asked for: once for each that does, however many browsers start. */
final class GlNotice {

    private static final Logger LOG = LoggerFactory.getLogger(GlNotice.class);

    private final Gl asked;
    private final boolean gpu;
    private final Set<String> said = ConcurrentHashMap.newKeySet();

    GlNotice(Gl asked, boolean gpu) {
        this.asked = asked;
        this.gpu = gpu;
    }

    /** Take note of what a browser renders with. */
    void rendersWith(String renderer) {
        GlBackend.of(renderer)
                .complaint(asked, gpu)
                .filter(complaint -> said.add(renderer))
                .ifPresent(complaint -> LOG.warn("previews.gl: {}: {}", asked, complaint));
    }
}
