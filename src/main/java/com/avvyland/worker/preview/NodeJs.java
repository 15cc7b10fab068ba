// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.preview;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds the Node.js that runs Playwright's driver; the 202 MB driver-bundle would bring its own. */
final class NodeJs {

    private static final Pattern VERSION = Pattern.compile("v(\\d{1,4})\\..*");

    /** What playwright-core 1.62 asks for in its package.json. */
    private static final int MAJOR_MIN = 18;

    private NodeJs() {}

    /** Find a recent enough Node.js: PLAYWRIGHT_NODEJS_PATH, then PATH. */
    static Optional<Path> find() {
        @Nullable String chosen = System.getenv("PLAYWRIGHT_NODEJS_PATH");
        if (chosen != null && !chosen.isBlank()) {
            return Optional.of(Path.of(chosen)).filter(NodeJs::recent);
        }
        return Machine.onPath("node").or(() -> Machine.onPath("nodejs")).filter(NodeJs::recent);
    }

    /**
     * Find a Node.js, or install Debian's when this is root and {@code mayInstall}.
     *
     * @throws MissingPrerequisiteException when there is none; its message is one line
     */
    static Path require(boolean mayInstall) {
        Optional<Path> found = find();
        if (found.isEmpty() && mayInstall && Debian.canInstall()) {
            Debian.install("nodejs");
            found = find();
        }
        return found.orElseThrow(() -> new MissingPrerequisiteException(
                ("Node.js: not found (expected: node %d or later on" + " PATH, or PLAYWRIGHT_NODEJS_PATH set to one)")
                        .formatted(MAJOR_MIN)));
    }

    private static boolean recent(Path node) {
        if (!Machine.runs(node)) {
            return false;
        }
        Matcher version = VERSION.matcher(Command.of(node.toString(), "--version")
                .run(Duration.ofSeconds(10))
                .output()
                .strip());
        return version.matches() && Integer.parseInt(version.group(1)) >= MAJOR_MIN;
    }
}
