// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.preview;

import java.util.List;

/** Ends trees of processes. */
final class Processes {

    private Processes() {}

    /** End a process and everything below it, the leaves first, so that their parent still reaps them. */
    static void kill(ProcessHandle root) {
        List<ProcessHandle> below = root.descendants().toList();
        below.reversed().forEach(ProcessHandle::destroyForcibly);
        root.destroyForcibly();
    }
}
