// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.preview;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Installs a browser: Debian's package as root, else Playwright's own build. */
final class ChromiumInstaller {

    private static final Logger LOG = LoggerFactory.getLogger(ChromiumInstaller.class);

    private ChromiumInstaller() {}

    /**
     * Install a browser and return its path.
     *
     * @throws MissingPrerequisiteException when neither way works; its message is one line
     */
    static Path install() {
        String debian = "not root, or no apt-get";
        if (Debian.canInstall()) {
            // Mesa beside it: its rasteriser takes a third of the time of the browser's own.
            Command.Result result =
                    Debian.install("chromium-headless-shell", "libegl1", "libegl-mesa0", "libgl1-mesa-dri");
            Optional<Path> found = Chromium.find(null);
            if (found.isPresent()) {
                return found.get();
            }
            debian = result.reason();
        }
        Command.Result result = playwright(NodeJs.require(true));
        Optional<Path> found = Chromium.find(null);
        if (found.isPresent()) {
            return found.get();
        }
        throw new MissingPrerequisiteException(("Chromium: not found and not installed (apt-get: %s; playwright: %s)"
                        + " (expected: package chromium-headless-shell, or previews.browser set to a Chromium)")
                .formatted(brief(debian), brief(result.reason())));
    }

    /** Run Playwright's installer in a process of its own: its command line ends the virtual machine it runs in. */
    private static Command.Result playwright(Path node) {
        LOG.info("installing Playwright's chromium-headless-shell");
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return new Command(
                        List.of(
                                java,
                                "-cp",
                                System.getProperty("java.class.path", ""),
                                "com.microsoft.playwright.CLI",
                                "install",
                                "chromium-headless-shell"),
                        Map.of("PLAYWRIGHT_NODEJS_PATH", node.toString()))
                .run(Duration.ofMinutes(10));
    }

    private static String brief(String text) {
        return text.length() > 120 ? text.substring(0, 120) + "..." : text;
    }
}
