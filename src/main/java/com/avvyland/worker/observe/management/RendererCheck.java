// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.observe.management;

import com.avvyland.worker.preview.RendererPool;
import java.util.Map;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/** Reports the worker as not ready when no browser of the pool would start the last time that it was tried. */
public final class RendererCheck extends AbstractHealthCheck {

    private final RendererPool renderers;

    /** Create a check; bound in a context's registry, it is one of its checks. */
    public RendererCheck(RendererPool renderers) {
        super("avvy", "renderers");
        this.renderers = renderers;
        setEnabled(true);
    }

    @Override
    public boolean isLiveness() {
        return false;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        if (renderers.canRender()) {
            builder.up();
        } else {
            builder.message("no browser starts; the log says why").down();
        }
    }
}
