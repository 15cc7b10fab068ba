// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.preview;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.stream.Collectors;

/** Holds a warm browser until it is killed, as a worker in another process would. */
final class TestingWorker {

    private TestingWorker() {}

    /** Start a browser, write the process ids of all children to a file, and wait for the end. */
    public static void main(String[] args) throws Exception {
        var pool = new RendererPool(TestingPreviews.config(1, Duration.ofSeconds(30)));
        pool.renderers().getFirst().onPage(BrowserSession::glRenderer);
        String pids = ProcessHandle.current()
                .descendants()
                .map(process -> Long.toString(process.pid()))
                .collect(Collectors.joining("\n"));
        Path file = Path.of(args[0]);
        Path unfinished = Files.writeString(file.resolveSibling("unfinished"), pids);
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        Thread.currentThread().join();
    }
}
