// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Holds what every command has that prints for people or, on demand, for programs. */
@CommandLine.Command(exitCodeListHeading = "%nExit status:%n", footerHeading = "%nExamples:%n")
abstract class ReadCommand implements Callable<Integer> {

    /** Text comes out of tasks: with everything but ASCII escaped it can't steer a terminal. */
    static final JsonMapper JSON =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    private boolean help;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Spec
    private @Nullable CommandSpec spec;

    final boolean json() {
        return json;
    }

    final PrintWriter out() {
        return commandLine().getOut();
    }

    final PrintWriter err() {
        return commandLine().getErr();
    }

    final void print(JsonNode document) {
        try {
            out().println(JSON.writeValueAsString(document));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of JSON nodes", e);
        }
    }

    /** Return the failure that says what is wrong with the command line; it ends with 2. */
    final ParameterException misuse(String message) {
        return new ParameterException(commandLine(), message);
    }

    static ObjectNode object() {
        return JSON.createObjectNode();
    }

    private CommandLine commandLine() {
        return Objects.requireNonNull(spec, "picocli sets it").commandLine();
    }
}
