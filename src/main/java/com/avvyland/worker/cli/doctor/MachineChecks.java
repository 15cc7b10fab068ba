// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.cli.doctor;

import com.avvyland.worker.config.Config;
import com.avvyland.worker.preview.RenderingFacts;
import com.sun.management.OperatingSystemMXBean;
import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Looks at memory, processors, the temporary folder and the JVM. */
final class MachineChecks {

    /** What the JVM holds beside its heap, with the browsers' drivers (docs/rendering-operations.md). */
    private static final long JVM = 400L << 20;

    /** What a renderer keeps in the temporary folder. */
    private static final long RENDERER_FILES = 14L << 20;

    /** Four connections and four files for each of a hundred tasks, and the JVM's own 400 jars. */
    private static final long OPEN_FILES = 2048;

    private MachineChecks() {}

    static List<Check> of(Config config) {
        int renderers = RenderingFacts.renderers(config.previews(), config.tasksAtOnce());
        List<Check> checks = new ArrayList<>();
        checks.add(memory(
                totalMemory(),
                Runtime.getRuntime().maxMemory(),
                renderers,
                config.previews().browserMemory().bytes()));
        int cores = Runtime.getRuntime().availableProcessors();
        checks.add(Check.ok("processors", "%d, for %d tasks at once".formatted(cores, config.tasksAtOnce())));
        Path folder = Path.of(System.getProperty("java.io.tmpdir"));
        checks.addAll(temporary(folder, config.maxModel().bytes() * config.tasksAtOnce() + RENDERER_FILES * renderers));
        openFiles(checks);
        checks.add(jvm());
        checks.add(init(ProcessHandle.current().pid()));
        return checks;
    }

    static Check memory(long total, long heap, int renderers, long each) {
        long need = heap + JVM + renderers * each;
        String seen = "%s: heap %s + JVM 0.4 GiB + %d browsers of %s = %s"
                .formatted(gib(total), gib(heap), renderers, gib(each), gib(need));
        return need > total
                ? Check.warn(
                        "memory",
                        seen
                                + " (expected: no more than there is; set AVVY_JAVA_OPTS=-Xmx..., previews.renderers or previews.browser_memory)")
                : Check.ok("memory", seen);
    }

    private static List<Check> temporary(Path folder, long need) {
        List<Check> checks = new ArrayList<>();
        try {
            Path tried = Files.createTempFile(folder, "doctor", null);
            long free = Files.getFileStore(tried).getUsableSpace();
            Files.delete(tried);
            checks.add(temporary(folder, free, need));
        } catch (IOException refused) {
            checks.add(Check.fail(
                    "tmp", "%s: not writable (expected: a folder for models and browsers)".formatted(folder)));
        }
        try {
            if (MountOptions.of(Files.readString(Path.of("/proc/self/mountinfo")), folder.toRealPath())
                    .contains("noexec")) {
                checks.add(Check.warn(
                        "tmp-exec",
                        "%s: noexec (expected: exec, or AVVY_JAVA_OPTS=-Djava.io.tmpdir=... elsewhere; native code is unpacked there)"
                                .formatted(folder)));
            }
        } catch (IOException notLinux) {
            // Only Linux tells, and only there is it usual.
            return checks;
        }
        return checks;
    }

    static Check temporary(Path folder, long free, long need) {
        String seen =
                "%s: %s free, %s for the largest models of all tasks at once".formatted(folder, gib(free), gib(need));
        return free < need
                ? Check.warn("tmp", seen + " (expected: as much; models behind URLs wait there)")
                : Check.ok("tmp", seen);
    }

    private static void openFiles(List<Check> checks) {
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix) {
            long most = unix.getMaxFileDescriptorCount();
            checks.add(
                    most < OPEN_FILES
                            ? Check.warn(
                                    "open-files", "%d (expected: %d or more; ulimit -n)".formatted(most, OPEN_FILES))
                            : Check.ok("open-files", Long.toString(most)));
        }
    }

    private static Check jvm() {
        String seen = "Java %s, %s".formatted(Runtime.version(), AotCache.seen());
        if (!Boolean.getBoolean("camel.threads.virtual.enabled")) {
            return Check.warn(
                    "jvm", seen + " (expected: -Dcamel.threads.virtual.enabled=true, as bin/avvy-worker starts it)");
        }
        if (!MachineChecks.class.getModule().isNativeAccessEnabled()) {
            return Check.warn(
                    "jvm", seen + " (expected: --enable-native-access=ALL-UNNAMED, as bin/avvy-worker starts it)");
        }
        return Check.ok("jvm", seen);
    }

    /** Orphans become children of process 1, and a JVM does not wait for children that it has not started. */
    static Check init(long pid) {
        return pid == 1
                ? Check.warn(
                        "init",
                        "this is process 1: what killed browsers leave stays for ever (expected: docker run --init, tini,"
                                + " or bin/avvy-worker as the entry point)")
                : Check.ok("init", "this is not process 1");
    }

    /** Return a container's limit where there is one. */
    private static long totalMemory() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getTotalMemorySize();
    }

    private static String gib(long bytes) {
        return "%.1f GiB".formatted(bytes / (double) (1L << 30));
    }
}
