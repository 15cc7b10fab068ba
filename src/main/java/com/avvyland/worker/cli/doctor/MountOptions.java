// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.cli.doctor;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** Reads the options under which the file system of a folder is mounted. */
final class MountOptions {

    private MountOptions() {}

    /**
     * Find the mount that holds a folder.
     *
     * @param mountinfo the text of {@code /proc/self/mountinfo} (proc(5)): id, parent, device, root, mount point, options
     */
    static Set<String> of(String mountinfo, Path folder) {
        int depth = -1;
        Set<String> options = Set.of();
        for (String line : mountinfo.lines().toList()) {
            List<String> fields = List.of(line.split(" "));
            if (fields.size() < 6) {
                continue;
            }
            // A space in a path is written as \040; no other character that matters here is changed.
            Path mount = Path.of(fields.get(4).replace("\\040", " "));
            // Of two mounts on one place the later one is seen.
            if (folder.startsWith(mount) && mount.getNameCount() >= depth) {
                depth = mount.getNameCount();
                options = Set.of(fields.get(5).split(","));
            }
        }
        return options;
    }
}
