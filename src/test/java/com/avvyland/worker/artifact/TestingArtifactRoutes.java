// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.artifact;

import com.avvyland.worker.config.ArtifactsConfig;
import com.avvyland.worker.config.ArtifactsConfig.Store;
import com.avvyland.worker.config.ByteSize;
import com.avvyland.worker.config.S3Config;
import com.avvyland.worker.task.Artifact;
import com.avvyland.worker.task.Preview;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Properties;
import javax.net.ssl.TrustManager;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.Registry;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.jspecify.annotations.Nullable;

/** Runs the real routes of the artifacts with their real stations against a store. */
final class TestingArtifactRoutes implements AutoCloseable {

    static final long INLINE_LIMIT = 1000;

    private final CamelContext camel = new DefaultCamelContext();
    private final ProducerTemplate template;
    private final @Nullable S3Stations s3;

    TestingArtifactRoutes(@Nullable S3Config config, Store store, TrustManager @Nullable [] trust) {
        Registry registry = camel.getRegistry();
        s3 = config == null ? null : S3Stations.open(config, trust);
        registry.bind("artifactPlan", new ArtifactPlan(new ArtifactsConfig(new ByteSize(INLINE_LIMIT), store), config));
        Properties properties = new Properties();
        properties.setProperty("worker.s3.redeliveries", "2");
        properties.setProperty("worker.s3.redelivery_delay", "20");
        if (config != null && s3 != null) {
            s3.bind(registry);
            properties.setProperty("worker.s3.bucket", config.bucket());
        }
        camel.getPropertiesComponent().setInitialProperties(properties);
        try {
            PluginHelper.getRoutesLoader(camel)
                    .loadRoutes(ResourceHelper.resolveMandatoryResource(camel, "file:routes/artifacts.camel.yaml"));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        camel.start();
        template = camel.createProducerTemplate();
    }

    List<Artifact> run(byte[] canonical, byte[] view) {
        return run(ByteBuffer.wrap(canonical), ByteBuffer.wrap(view));
    }

    List<Artifact> run(ByteBuffer canonical, ByteBuffer view) {
        return run(canonical, view, List.of());
    }

    /** Send artifacts through the routes; return them as the callback names them, or throw what failed. */
    @SuppressWarnings("unchecked")
    List<Artifact> run(ByteBuffer canonical, ByteBuffer view, List<Preview> previews) {
        Exchange ended = template.send("direct:artifacts", exchange -> {
            exchange.setVariable("canonical", canonical);
            exchange.setVariable("view", view);
            exchange.setVariable("previews", previews);
            exchange.getMessage().setHeader("tenant", "not for the store");
        });
        if (ended.getException() instanceof RuntimeException failure) {
            throw failure;
        }
        if (ended.getException() != null) {
            throw new AssertionError(ended.getException());
        }
        return (List<Artifact>) ended.getMessage().getBody(List.class);
    }

    @Override
    public void close() {
        camel.stop();
        if (s3 != null) {
            s3.close();
        }
    }
}
