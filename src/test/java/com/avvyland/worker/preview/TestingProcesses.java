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

    /** Return the letter of a process's state, behind its name in parentheses; Z is a zombie. */
    static String state(ProcessHandle process) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
            return stat.substring(stat.lastIndexOf(')') + 2).substring(0, 1);
        } catch (IOException gone) {
            return "";
        }
    }
}
