// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/** Prints which versions make up this worker. */
@Command(
        name = "version",
        description = "Print the versions of the worker and of what decides its results; starts nothing.",
        exitCodeList = {"0:done"},
        footer = {"  avvy-worker version", "  avvy-worker version --json | jq -r .commit"})
final class VersionCommand extends ReadCommand {

    private final Map<String, String> environment;

    VersionCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        Map<String, @Nullable String> facts = BuildFacts.of(environment);
        if (json()) {
            ObjectNode document = object();
            facts.forEach(document::put);
            print(document);
        } else {
            Table table = Table.ofFacts();
            facts.forEach((name, value) -> table.row(name, value == null ? "unknown" : value));
            table.print(out());
        }
        return 0;
    }

    /** Prints the worker's own version for {@code avvy-worker --version}. */
    static final class Line implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"avvy-worker " + BuildFacts.version()};
        }
    }
}
