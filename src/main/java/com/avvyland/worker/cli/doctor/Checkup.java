// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.cli.doctor;

import com.avvyland.worker.config.Config;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Runs groups of checks side by side, and tells of each in its order as soon as it is there. */
public final class Checkup {

    private final Map<Group, Callable<List<Check>>> groups = new EnumMap<>(Group.class);

    /**
     * Prepare every group but the configuration's.
     *
     * @param checked with a configuration to go by
     * @param routes the folder with {@code providers.camel.yaml}
     * @param url a callback URL to judge; absent for the policy alone
     */
    public Checkup(ConfigChecks checked, Path routes, @Nullable String url) {
        Config config = Objects.requireNonNull(checked.usable(), "configuration");
        boolean secret = !checked.wrong();
        groups.put(Group.MACHINE, () -> MachineChecks.of(config));
        groups.put(Group.REDIS, () -> RedisChecks.of(config));
        groups.put(Group.S3, () -> StoreChecks.of(config.s3()));
        groups.put(Group.PROVIDERS, () -> ProviderChecks.of(config, routes.resolve("providers.camel.yaml")));
        groups.put(Group.CALLBACK, () -> CallbackChecks.of(config.callback(), secret, url));
        groups.put(Group.RENDERING, () -> RenderingChecks.of(config));
    }

    /**
     * Run groups and return when the last one is told.
     *
     * @param wanted which; those that are not prepared are passed over
     * @param told on the calling thread, in the order of {@link Group}
     */
    public void run(Set<Group> wanted, BiConsumer<Group, List<Check>> told) throws InterruptedException {
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        try {
            long began = System.nanoTime();
            Map<Group, Future<List<Check>>> running = new EnumMap<>(Group.class);
            groups.forEach((group, checks) -> {
                if (wanted.contains(group)) {
                    running.put(group, threads.submit(checks));
                }
            });
            for (var each : running.entrySet()) {
                told.accept(each.getKey(), await(each.getKey(), each.getValue(), began));
            }
        } finally {
            // Whoever is late holds nothing that outlives the process; waiting for it is what the limit is against.
            threads.shutdownNow();
        }
    }

    private static List<Check> await(Group group, Future<List<Check>> checks, long began) throws InterruptedException {
        long left = group.limit().toNanos() - (System.nanoTime() - began);
        try {
            return new ArrayList<>(checks.get(Math.max(left, 0), TimeUnit.NANOSECONDS));
        } catch (TimeoutException late) {
            return List.of(Check.fail(
                    group.word(),
                    "no end within %d s (expected: an answer; something between here and there drops packets)"
                            .formatted(group.limit().toSeconds())));
        } catch (ExecutionException failed) {
            Throwable cause = failed.getCause() == null ? failed : failed.getCause();
            return List.of(
                    Check.fail(group.word(), "%s: %s".formatted(cause.getClass().getSimpleName(), cause.getMessage())));
        }
    }
}
