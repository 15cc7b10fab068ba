// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.preview;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Installs packages of Debian and its children, without a question asked. */
final class Debian {

    private static final Logger LOG = LoggerFactory.getLogger(Debian.class);
    private static final Duration LIMIT = Duration.ofMinutes(10);

    private Debian() {}

    static boolean canInstall() {
        return Machine.isRoot() && Machine.onPath("apt-get").isPresent();
    }

    /** Install packages; the lists are fetched when the first try finds them missing or old. */
    static Command.Result install(String... packages) {
        LOG.info("installing Debian packages {}", String.join(" ", packages));
        Command.Result first = aptGet("install", packages);
        if (first.ok()) {
            return first;
        }
        aptGet("update");
        return aptGet("install", packages);
    }

    private static Command.Result aptGet(String verb, String... packages) {
        List<String> line = new ArrayList<>(
                List.of("apt-get", "-q", "-y", "--no-install-recommends", "-o", "DPkg::Lock::Timeout=120", verb));
        line.addAll(List.of(packages));
        return new Command(line, Map.of("DEBIAN_FRONTEND", "noninteractive")).run(LIMIT);
    }
}
