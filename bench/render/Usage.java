// SPDX-License-Identifier: Apache-2.0

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Watches a process and its descendants: CPU time by a pid, and, where asked for, the peak of their memory. */
final class Usage implements AutoCloseable {

    /** Of Linux, since its kernels show USER_HZ. */
    private static final double TICKS_PER_SECOND = 100;

    private final ProcessHandle root;
    private final Map<Long, Double> cpu = new HashMap<>();
    private final Thread sampler;
    private long peak;

    /**
     * Start watching.
     *
     * @param memory whether memory is sampled too; it takes the kernel some milliseconds a process
     */
    Usage(ProcessHandle root, boolean memory) {
        this.root = root;
        this.sampler = Thread.ofPlatform().daemon().start(() -> {
            try {
                while (root.isAlive()) {
                    sample(memory);
                    TimeUnit.MILLISECONDS.sleep(memory ? 200 : 100);
                }
            } catch (InterruptedException closed) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private void sample(boolean memory) {
        long bytes = 0;
        for (ProcessHandle process : tree(root).toList()) {
            double seconds = seconds(process.pid(), 13, 14);
            synchronized (cpu) {
                cpu.merge(process.pid(), seconds, Math::max);
            }
            bytes += memory ? pss(process.pid()) : 0;
        }
        peak = Math.max(peak, bytes);
    }

    /** Return the CPU seconds of every process that was seen. */
    double seconds() {
        synchronized (cpu) {
            return cpu.values().stream().mapToDouble(Double::doubleValue).sum();
        }
    }

    /** Return the largest sum of proportional set sizes, in bytes. */
    long peak() {
        return peak;
    }

    @Override
    public void close() throws InterruptedException {
        sampler.interrupt();
        sampler.join();
    }

    /** Return the CPU seconds that a living process, its descendants and those they waited for have used. */
    static double ofTree(ProcessHandle root) {
        return tree(root).mapToDouble(process -> seconds(process.pid(), 13, 16)).sum();
    }

    /** Return the CPU seconds of every process that this one has waited for. */
    static double ofTheDead() {
        return seconds(ProcessHandle.current().pid(), 15, 16);
    }

    private static Stream<ProcessHandle> tree(ProcessHandle root) {
        return Stream.concat(Stream.of(root), root.descendants());
    }

    /** Fields of /proc/PID/stat, counted from 0: user, system, and both of the children that were waited for. */
    private static double seconds(long pid, int first, int last) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            // A program's name may hold spaces; it ends with the last bracket and is the second field.
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            double ticks = 0;
            for (int i = first; i <= last; i++) {
                ticks += Long.parseLong(fields[i - 2]);
            }
            return ticks / TICKS_PER_SECOND;
        } catch (IOException gone) {
            return 0;
        }
    }

    private static long pss(long pid) {
        try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(pid), "smaps_rollup"))) {
            return lines.filter(line -> line.startsWith("Pss:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
                    .sum();
        } catch (IOException | java.io.UncheckedIOException gone) {
            return 0;
        }
    }
}
