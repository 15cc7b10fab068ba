// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.preview;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;

/** Knows where Playwright's own installer puts browsers. */
final class PlaywrightBrowsers {

    private PlaywrightBrowsers() {}

    /** List the Chromium programs that Playwright installed, newest first. */
    static Stream<Path> installed() {
        Path root = root();
        if (!Files.isDirectory(root)) {
            return Stream.empty();
        }
        // chromium_headless_shell-1228/chrome-headless-shell-linux64/chrome-headless-shell
        try (Stream<Path> files = Files.find(
                root,
                3,
                (path, attributes) -> attributes.isRegularFile()
                        && (path.endsWith("chrome-headless-shell")
                                || path.endsWith("headless_shell")
                                || path.endsWith("chrome")))) {
            return files.filter(Machine::runs).sorted(Comparator.reverseOrder()).toList().stream();
        } catch (IOException e) {
            return Stream.empty();
        }
    }

    private static Path root() {
        Map<String, String> environment = System.getenv();
        String chosen = environment.getOrDefault("PLAYWRIGHT_BROWSERS_PATH", "");
        if (!chosen.isBlank() && !chosen.equals("0")) {
            return Path.of(chosen);
        }
        Path home = Path.of(System.getProperty("user.home"));
        if (System.getProperty("os.name").startsWith("Mac")) {
            return home.resolve("Library/Caches/ms-playwright");
        }
        String cache = environment.getOrDefault("XDG_CACHE_HOME", "");
        return (cache.isBlank() ? home.resolve(".cache") : Path.of(cache)).resolve("ms-playwright");
    }
}
