// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.provider;

import com.avvyland.worker.config.Config;
import com.avvyland.worker.config.ConfigLoader;
import com.avvyland.worker.config.ConfigSource;
import com.avvyland.worker.journal.Blobs;
import com.avvyland.worker.journal.Purchases;
import com.avvyland.worker.journal.RedisBlobs;
import com.avvyland.worker.testing.TestingRedis;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.component.kamelet.KameletComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.jspecify.annotations.Nullable;
import org.redisson.Redisson;
import org.redisson.api.RedissonClient;

/**
 * Runs the real routes and Kamelets of the providers with their real stations, against fakes on loopback and a real Redis.
 * Its clock goes on by what is paused, so that nothing waits.
 */
public final class TestingPurchasing implements AutoCloseable {

    private final CamelContext camel = new DefaultCamelContext();
    private final RedissonClient redis;
    private final ProducerTemplate template;
    private final ProviderStations stations;
    private final TestingClock clock = new TestingClock();

    /** Stands still but for pauses. */
    public static final class TestingClock implements InstantSource, Pause {

        private java.time.Instant now = Clock.systemUTC().instant();
        private Duration paused = Duration.ZERO;
        private Runnable onPause = () -> {};

        @Override
        public synchronized java.time.Instant instant() {
            return now;
        }

        @Override
        public synchronized void await(Duration time) throws InterruptedException {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            onPause.run();
            now = now.plus(time);
            paused = paused.plus(time);
        }

        /** Run something before each pause from now on. */
        public synchronized void onPause(Runnable action) {
            onPause = action;
        }

        /** Return how long was paused in all. */
        public synchronized Duration paused() {
            return paused;
        }
    }

    /**
     * Start the routes.
     *
     * @param environment variables such as {@code OPENAI_API_KEY} and {@code OPENAI_BASE_URL}, and settings that have
     *     no variable, such as {@code worker.providers.piapi.upload_url}
     */
    public TestingPurchasing(TestingRedis server, Map<String, String> environment) {
        this(connect(server), environment, Path.of("routes"), null, null);
    }

    /**
     * Start the routes of another folder, with a journal of the test's own.
     *
     * @param journal absent for the real one
     */
    public TestingPurchasing(
            TestingRedis server, Map<String, String> environment, Path routes, @Nullable Purchases journal) {
        this(connect(server), environment, routes, journal, null);
    }

    /**
     * Start the routes on an open client, with a journal and blobs of the test's own.
     *
     * @param client closed with this
     * @param journal absent for the real one
     * @param blobs absent for the real ones
     */
    public TestingPurchasing(
            RedissonClient client,
            Map<String, String> environment,
            Path routes,
            @Nullable Purchases journal,
            @Nullable Blobs blobs) {
        redis = client;
        Map<String, String> variables = variables(environment);
        Config config = new ConfigLoader(variables, Path.of("target")).load();
        Duration kept = Duration.ofHours(1);
        try {
            camel.getPropertiesComponent().addPropertiesSource(new ConfigSource(config));
            camel.getComponent("kamelet", KameletComponent.class)
                    .setLocation("file:" + Path.of("kamelets").toAbsolutePath());
            stations = ProviderStations.bind(
                    camel.getRegistry(),
                    config.providers(),
                    redis,
                    journal == null ? new Purchases(redis, kept) : journal,
                    blobs == null ? new RedisBlobs(redis, kept) : blobs,
                    clock,
                    clock);
            PluginHelper.getRoutesLoader(camel)
                    .loadRoutes(ResourceHelper.resolveMandatoryResource(
                            camel, "file:" + routes.resolve("providers.camel.yaml")));
            camel.start();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        template = camel.createProducerTemplate();
    }

    /** Return the environment that holds all of these settings. */
    public static Map<String, String> variables(Map<String, String> environment) {
        Map<String, String> variables = new HashMap<>();
        List<String> settings = new ArrayList<>();
        environment.forEach((name, value) -> {
            if (name.startsWith("worker.")) {
                settings.add("%s: \"%s\"".formatted(name, value));
            } else {
                variables.put(name, value);
            }
        });
        variables.putIfAbsent("MODEL_PREVIEW_CALLBACK_SECRET", "not-used-here");
        if (!settings.isEmpty()) {
            try {
                Path file = Files.createTempFile("testing-purchasing", ".yaml");
                file.toFile().deleteOnExit();
                Files.write(file, settings);
                variables.put("MODEL_PREVIEW_WORKER_CONFIG", file.toString());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return variables;
    }

    /** Open a Redisson client on a testing server. */
    public static RedissonClient connect(TestingRedis server) {
        return connect(server.port(), 0);
    }

    /** Open a Redisson client on a database of a server on loopback. */
    public static RedissonClient connect(int port, int database) {
        org.redisson.config.Config config = new org.redisson.config.Config();
        config.useSingleServer()
                .setAddress("redis://127.0.0.1:" + port)
                .setDatabase(database)
                .setConnectionMinimumIdleSize(1)
                .setConnectionPoolSize(16);
        return Redisson.create(config);
    }

    /** Return the clock that all stations go by. */
    public TestingClock clock() {
        return clock;
    }

    /** Return the context, for what a test looks into. */
    public CamelContext camel() {
        return camel;
    }

    /** Return the client of the journal's Redis. */
    public RedissonClient redis() {
        return redis;
    }

    /** Buy, as a task's route would; return the exchange, with its failure if there is one. */
    public Exchange buy(ProviderRequest request, String... priority) {
        return template.send("direct:" + request.capability().wireName(), exchange -> {
            exchange.setVariable("task", new TestingTask(List.of(priority)).task());
            exchange.getMessage().setHeader("CamelAsynqQueue", "default");
            exchange.getMessage().setHeader("CamelAsynqTaskId", "task-1");
            exchange.getMessage().setHeader("CamelHttpUri", "http://127.0.0.1:1/stolen");
            exchange.getMessage().setBody(request);
        });
    }

    /** Buy, and return the result or throw the failure. */
    public ProviderResult result(ProviderRequest request, String... priority) {
        Exchange ended = buy(request, priority);
        if (ended.getException() instanceof RuntimeException failure) {
            throw failure;
        }
        if (ended.getException() != null) {
            throw new AssertionError(ended.getException());
        }
        return ended.getMessage().getBody(ProviderResult.class);
    }

    /** Return the rows of the attempts of an exchange. */
    @SuppressWarnings("unchecked")
    public static List<ProviderAttempt> rows(Exchange ended) {
        return (List<ProviderAttempt>) ended.getVariable(ProviderFailover.ATTEMPTS, List.class);
    }

    @Override
    public void close() {
        camel.stop();
        stations.close();
        redis.shutdown();
    }
}
