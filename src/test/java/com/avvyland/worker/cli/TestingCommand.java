// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Map;
import picocli.CommandLine;

/** Holds what one command printed and how it ended. */
record TestingCommand(int status, String out, String err) {

    /** Run a command as {@code bin/avvy-worker} does, with an environment of its own. */
    static TestingCommand run(Map<String, String> environment, String... args) {
        return run(AvvyWorker.commandLine(environment), args);
    }

    static TestingCommand run(CommandLine command, String... args) {
        var out = new StringWriter();
        var err = new StringWriter();
        command.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        int status = command.execute(args);
        return new TestingCommand(status, out.toString(), err.toString());
    }

    /** Return the one JSON document that was printed. */
    JsonNode json() {
        try {
            return new ObjectMapper().readTree(out);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
