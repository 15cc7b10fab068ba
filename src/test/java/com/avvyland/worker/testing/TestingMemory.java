// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Watches what a process and its descendants hold in memory, from Linux's /proc. Its own peak is the kernel's and so
 * exact; that of the descendants is the proportional set size, sampled ten times a second.
 */
public final class TestingMemory {

    private final long pid;
    private final AtomicLong own = new AtomicLong();
    private final AtomicLong anonymous = new AtomicLong();
    private final AtomicLong files = new AtomicLong();
    private final AtomicLong children = new AtomicLong();

    public TestingMemory(long pid) {
        this.pid = pid;
        ProcessHandle root = ProcessHandle.of(pid).orElseThrow();
        Thread.ofVirtual().start(() -> {
            while (root.isAlive()) {
                own();
                anonymous.accumulateAndGet(kibibytes(pid, "status", "RssAnon:") << 10, Math::max);
                files.accumulateAndGet(kibibytes(pid, "status", "RssFile:") << 10, Math::max);
                long others = root.descendants()
                        .mapToLong(child -> kibibytes(child.pid(), "smaps_rollup", "Pss:") << 10)
                        .sum();
                children.accumulateAndGet(others, Math::max);
                try {
                    TimeUnit.MILLISECONDS.sleep(100);
                } catch (InterruptedException stopped) {
                    return;
                }
            }
        });
    }

    /** Return the peak of the process's resident set so far, in bytes, with the files that it has mapped. */
    public long own() {
        return own.accumulateAndGet(kibibytes(pid, "status", "VmHWM:") << 10, Math::max);
    }

    /** Return the peak of the descendants' proportional set sizes so far, in bytes. */
    public long children() {
        return children.get();
    }

    @Override
    public String toString() {
        return "peak memory: process %d MiB (sampled: its own %d MiB, pages of files %d MiB), descendants %d MiB"
                .formatted(own() >> 20, anonymous.get() >> 20, files.get() >> 20, children() >> 20);
    }

    private static long kibibytes(long pid, String file, String field) {
        try {
            return Files.readAllLines(Path.of("/proc", Long.toString(pid), file)).stream()
                    .filter(line -> line.startsWith(field))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .sum();
        } catch (IOException gone) {
            return 0;
        }
    }
}
