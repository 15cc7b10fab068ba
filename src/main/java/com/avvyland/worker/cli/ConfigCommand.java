// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.cli;

import com.avvyland.worker.config.ConfigLoader;
import com.avvyland.worker.config.ConfigReport;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Command;

/** Prints every setting and where it came from, and all that is wrong with them. */
@Command(
        name = "config",
        description = "Print every setting with its value and where it came from; secrets are masked.",
        exitCodeList = {"0:a worker would start with these settings", "2:it would not; each fault is one line"},
        footer = {
            "  avvy-worker config",
            "  avvy-worker config --json | jq '.settings[] | select(.value != .default)'     # what was changed",
            "  avvy-worker config --json | jq -r '.errors[]'"
        })
final class ConfigCommand extends ReadCommand {

    private final Map<String, String> environment;

    ConfigCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        ConfigReport report = new ConfigLoader(environment, Path.of("")).report();
        if (json()) {
            print(document(report));
        } else {
            Table table = Table.of("key", "value", "from");
            report.lines().forEach(line -> table.row(line.key(), value(line), line.origin()));
            table.print(out());
        }
        out().flush();
        report.errors().forEach(error -> err().println("avvy-worker: " + Plain.line(error)));
        return report.errors().isEmpty() ? 0 : 2;
    }

    private static String value(ConfigReport.Line line) {
        if (line.value() == null) {
            return line.required() ? "absent (required: " + line.variable() + ")" : "-";
        }
        return line.value().isEmpty() ? "(empty)" : line.value();
    }

    private static ObjectNode document(ConfigReport report) {
        ObjectNode document = object();
        ArrayNode settings = document.putArray("settings");
        for (ConfigReport.Line line : report.lines()) {
            settings.addObject()
                    .put("key", line.key())
                    .put("variable", line.variable())
                    .put("value", line.value())
                    .put("default", line.fallback())
                    .put("from", line.origin())
                    .put("secret", line.secret())
                    .put("required", line.required());
        }
        ArrayNode errors = document.putArray("errors");
        report.errors().forEach(errors::add);
        return document;
    }
}
