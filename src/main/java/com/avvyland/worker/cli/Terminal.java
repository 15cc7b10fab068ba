// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.cli;

import java.io.Console;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Says what people see.
 *
 * @param interactive whether a person reads and types; a log of a build server is not
 * @param columns characters of a line
 */
record Terminal(boolean interactive, int columns) {

    /** Where nobody says how wide it is. */
    private static final int USUAL = 80;

    /** Look at this process's own. */
    static Terminal of(Map<String, String> environment) {
        Console console = System.console();
        boolean dumb = environment.getOrDefault("TERM", "dumb").equals("dumb");
        if (console == null || !console.isTerminal() || dumb || environment.containsKey("CI")) {
            return new Terminal(false, USUAL);
        }
        return new Terminal(true, wide());
    }

    private static int wide() {
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(new File("/dev/tty"))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try {
                if (!stty.waitFor(1, TimeUnit.SECONDS)) {
                    return USUAL;
                }
                String[] size = new String(stty.getInputStream().readNBytes(64), StandardCharsets.US_ASCII)
                        .strip()
                        .split(" ");
                int columns = size.length == 2 ? Integer.parseInt(size[1]) : 0;
                return columns > 0 ? columns : USUAL;
            } finally {
                stty.destroy();
            }
        } catch (IOException | NumberFormatException e) {
            return USUAL;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return USUAL;
        }
    }
}
