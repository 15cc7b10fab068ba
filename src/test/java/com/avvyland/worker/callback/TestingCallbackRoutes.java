// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.callback;

import com.avvyland.worker.config.Secret;
import com.avvyland.worker.egress.EgressClient;
import com.avvyland.worker.egress.EgressConnections;
import com.avvyland.worker.egress.EgressPolicy;
import com.avvyland.worker.journal.FinishedResults;
import com.avvyland.worker.journal.PayloadMark;
import com.avvyland.worker.task.CborLimits;
import com.avvyland.worker.task.TaskDataFormat;
import com.avvyland.worker.task.TaskDecoder;
import com.avvyland.worker.task.TaskType;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.Registry;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.apache.hc.client5.http.io.HttpClientConnectionManager;
import org.jspecify.annotations.Nullable;
import org.redisson.api.RedissonClient;

/** Runs the real routes with their real stations; only delays are shorter, and loopback may be called. */
public final class TestingCallbackRoutes implements AutoCloseable {

    public static final Secret SECRET = new Secret("current secret");
    static final Secret PREVIOUS = new Secret("previous secret");

    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final FinishedResults results;

    TestingCallbackRoutes(
            RedissonClient redis, EgressPolicy policy, Duration timeout, @Nullable RoutesBuilder more, String... files)
            throws Exception {
        this(redis, policy, EgressConnections.open(policy, timeout), timeout, null, more, files);
    }

    /** Load the routes, with connections and headers of the test's own. */
    public TestingCallbackRoutes(
            RedissonClient redis,
            EgressPolicy policy,
            HttpClientConnectionManager connections,
            Duration timeout,
            @Nullable StandardWebhook standard,
            @Nullable RoutesBuilder more,
            String... files)
            throws Exception {
        results = new FinishedResults(redis, Duration.ofHours(1));
        Registry registry = camel.getRegistry();
        registry.bind("taskCbor", new TaskDataFormat(new TaskDecoder(CborLimits.TASK, Set.of(TaskType.MODEL_PREVIEW))));
        registry.bind("payloadMark", new PayloadMark());
        registry.bind("finishedResults", results);
        registry.bind("receiverCheck", new ReceiverCheck(policy));
        registry.bind("traceHeaders", new TraceHeaders(CborLimits.TASK));
        registry.bind("callbackBody", new CallbackBody());
        registry.bind("failureReport", new FailureReport());
        registry.bind("callbackRequest", new CallbackRequest(policy, new CallbackSigner(SECRET, PREVIOUS), standard));
        registry.bind("leaseCheck", new LeaseCheck());
        registry.bind("forgetAnswer", new ForgetAnswer());
        registry.bind("callbackHeaders", new CallbackHeaders());
        registry.bind("deliveryVerdict", new DeliveryVerdict(InstantSource.system()));
        registry.bind("settlement", new Settlement());
        registry.bind("egressConnections", connections);
        registry.bind("egressClient", new EgressClient(timeout, 64 << 10));
        Properties properties = new Properties();
        properties.setProperty("worker.callback.redeliveries", "2");
        properties.setProperty("worker.callback.redelivery_delay", "100");
        properties.setProperty("worker.callback.redelivery_max_delay", "60000");
        properties.setProperty("worker.queue", "model_preview");
        properties.setProperty("worker.concurrency", "2");
        camel.getPropertiesComponent().setInitialProperties(properties);
        if (more != null) {
            camel.addRoutes(more);
        }
        for (String file : List.of(files)) {
            PluginHelper.getRoutesLoader(camel)
                    .loadRoutes(ResourceHelper.resolveMandatoryResource(camel, "file:routes/" + file));
        }
    }

    /** Return the context; whoever made the routes starts it. */
    public DefaultCamelContext camel() {
        return camel;
    }

    FinishedResults results() {
        return results;
    }

    @Override
    public void close() {
        camel.stop();
    }
}
