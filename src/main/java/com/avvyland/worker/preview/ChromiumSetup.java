// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.preview;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Prepares a machine for previews, for launchers and images: finds or installs Chromium and Node.js. */
public final class ChromiumSetup {

    private ChromiumSetup() {}

    /**
     * Print the browser's path and end with 0, or print one line to standard error and end with 1.
     *
     * @param args at most one: the configured path
     */
    public static void main(String[] args) {
        try {
            Path browser = Chromium.find(args.length > 0 ? args[0] : null).orElseGet(ChromiumInstaller::install);
            NodeJs.require(true);
            print(FileDescriptor.out, browser.toString());
        } catch (MissingPrerequisiteException e) {
            print(FileDescriptor.err, String.valueOf(e.getMessage()));
            System.exit(1);
        }
    }

    private static void print(FileDescriptor stream, String line) {
        try (var out = new PrintStream(new FileOutputStream(stream), true, StandardCharsets.UTF_8)) {
            out.println(line);
        }
    }
}
