// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.preview;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Looks at processes from outside. */
final class TestingProcesses {

    private TestingProcesses() {}

    /** Return how a process was started; Chromium rewrites its children's, so ProcessHandle can't split it. */
    static String commandLine(ProcessHandle process) {
        try {
            byte[] line = Files.readAllBytes(Path.of("/proc", Long.toString(process.pid()), "cmdline"));
            return new String(line, StandardCharsets.UTF_8).replace('\0', ' ');
        } catch (IOException gone) {
            return "";
        }
    }
}
