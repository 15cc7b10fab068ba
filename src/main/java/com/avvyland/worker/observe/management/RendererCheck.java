// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.observe.management;

import com.avvyland.worker.preview.RendererPool;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/** Reports the worker as not ready when no browser of the pool would start the last time that it was tried. */
public final class RendererCheck extends AbstractHealthCheck {

    private final RendererPool renderers;

    private RendererCheck(RendererPool renderers) {
        super("avvy", "renderers");
        this.renderers = renderers;
    }

    /** Add the check to a context that has checks. */
    public static void register(CamelContext context, RendererPool renderers) {
        HealthCheckRegistry registry = HealthCheckRegistry.get(context);
        if (registry != null) {
            RendererCheck check = new RendererCheck(renderers);
            check.setEnabled(true);
            registry.register(check);
        }
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
