// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.testing;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import redis.embedded.core.ExecutableProvider;

/**
 * Names a server's executable.
 *
 * <p>Redis 6.2 comes with the build. What the machine has, and what the system property {@code testing.redis.servers}
 * names (paths, separated as in a class path: a Redis 8, a Valkey), is used too.
 */
public record TestingRedisBinary(String name, Path path) {

    private static final Path INSTALLED = Path.of("/usr/bin/redis-server");
    private static @Nullable TestingRedisBinary unpacked;

    /** Return the machine's, else the one that comes with the build. */
    public static TestingRedisBinary best() {
        return Files.isExecutable(INSTALLED) ? new TestingRedisBinary("installed", INSTALLED) : embedded();
    }

    /** Return the one that comes with the build. */
    public static synchronized TestingRedisBinary embedded() {
        try {
            if (unpacked == null) {
                unpacked = new TestingRedisBinary(
                        "embedded",
                        ExecutableProvider.newJarResourceProvider().get().toPath());
            }
            return unpacked;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Return all there are. */
    public static List<TestingRedisBinary> all() {
        List<TestingRedisBinary> all = new ArrayList<>(List.of(embedded()));
        if (Files.isExecutable(INSTALLED)) {
            all.add(best());
        }
        String named = System.getProperty("testing.redis.servers", "");
        for (String path : named.isBlank() ? new String[0] : named.split(File.pathSeparator)) {
            all.add(new TestingRedisBinary(path, Path.of(path)));
        }
        return all;
    }

    @Override
    public String toString() {
        return name;
    }
}
