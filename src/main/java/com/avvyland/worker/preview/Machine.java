// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.preview;

import com.sun.management.OperatingSystemMXBean;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Tells what the rest of this package has to know of the machine it runs on.
 *
 * <p>It reads PATH, HOME and their like, which belong to the machine and not to the worker's settings.
 */
final class Machine {

    private Machine() {}

    /** Return the memory that this process and its children may use, in bytes: a container's where it has a limit. */
    static long memory() {
        var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return system.getTotalMemorySize();
    }

    /** Return whether a GPU's device file is there; its driver may still be missing. */
    static boolean hasGpu() {
        try (Stream<Path> devices = Files.list(Path.of("/dev/dri"))) {
            return devices.anyMatch(
                    device -> String.valueOf(device.getFileName()).startsWith("renderD"));
        } catch (IOException none) {
            return Files.exists(Path.of("/dev/nvidia0"));
        }
    }

    /** Find a program on PATH. */
    static Optional<Path> onPath(String name) {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, name))
                .filter(Machine::runs)
                .findFirst();
    }

    /** Return whether a path is a program that this process may run. */
    static boolean runs(Path program) {
        return Files.isRegularFile(program) && Files.isExecutable(program);
    }

    /** Return whether this process is root; false where there is no such thing. */
    static boolean isRoot() {
        try {
            return Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
            return "root".equals(System.getProperty("user.name"));
        }
    }

    /**
     * Return the environment a browser gets: what it needs to run, and none of the worker's secrets.
     *
     * <p>A browser shows hostile models; whoever breaks it finds no key in its environment.
     */
    static Map<String, String> browserEnvironment() {
        Map<String, String> kept = new TreeMap<>();
        System.getenv().forEach((name, value) -> {
            if (Stream.of("PATH", "HOME", "LANG", "TZ", "TMPDIR", "LD_LIBRARY_PATH", "XDG_CACHE_HOME")
                            .anyMatch(name::equals)
                    || Stream.of("LC_", "MESA_", "LP_", "GALLIUM_", "LIBGL_", "EGL_", "__EGL_", "FONTCONFIG_")
                            .anyMatch(name::startsWith)) {
                kept.put(name, value);
            }
        });
        // Shaders compiled once are kept for the next start: 0.2 to 1.3 s each without this cache.
        Path home = Path.of(kept.getOrDefault("HOME", "/nonexistent"));
        if (!Files.isWritable(home) && !kept.containsKey("MESA_SHADER_CACHE_DIR")) {
            kept.put("MESA_SHADER_CACHE_DIR", System.getProperty("java.io.tmpdir") + "/avvy-worker-shaders");
        }
        return kept;
    }
}
