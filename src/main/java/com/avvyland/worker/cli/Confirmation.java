// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.cli;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.Reader;
import java.nio.charset.Charset;
import java.util.Locale;

/**
 * Asks before many tasks are moved.
 *
 * @param terminal whether somebody is there to answer
 */
record Confirmation(boolean terminal, Reader answers) {

    static Confirmation ofProcess() {
        Console console = System.console();
        return new Confirmation(
                console != null && console.isTerminal(), new InputStreamReader(System.in, Charset.defaultCharset()));
    }

    /** Ask a question; only y or yes is a yes. */
    boolean agrees(String question, PrintWriter to) {
        to.print(question + " [y/N] ");
        to.flush();
        try {
            String answer = new BufferedReader(answers).readLine();
            return answer != null && answer.strip().toLowerCase(Locale.ROOT).matches("y|yes");
        } catch (IOException gone) {
            return false;
        }
    }
}
