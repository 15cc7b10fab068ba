// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.preview;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Measures what the processes of a browser hold: their anonymous and shared memory, not the program's own files.
 *
 * <p>From /proc/PID/status, which anybody may read and which costs nothing: for smaps_rollup the kernel walks all pages. What two processes share counts for each, so the sum is a little above the proportional set size. Where there is no
 * /proc nothing is measured, and a browser is replaced by its number of jobs only.
 */
final class BrowserMemory {

    private static final Pattern HELD = Pattern.compile("(?m)^Rss(?:Anon|Shmem):\\s+(\\d{1,15}) kB$");

    private BrowserMemory() {}

    /** Return the bytes that a process and everything below it hold; empty when it is gone, or can't be looked at. */
    static OptionalLong of(ProcessHandle browser) {
        OptionalLong own = held(browser);
        if (own.isEmpty()) {
            return own;
        }
        try (Stream<ProcessHandle> below = browser.descendants()) {
            return OptionalLong.of(own.getAsLong()
                    + below.mapToLong(process -> held(process).orElse(0)).sum());
        }
    }

    private static OptionalLong held(ProcessHandle process) {
        try {
            String status = Files.readString(Path.of("/proc", Long.toString(process.pid()), "status"));
            return OptionalLong.of(HELD.matcher(status)
                    .results()
                    .mapToLong(line -> Long.parseLong(line.group(1)) << 10)
                    .sum());
        } catch (IOException goneOrNoProc) {
            return OptionalLong.empty();
        }
    }
}
