// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.cli;

import com.avvyland.worker.cli.Check.Verdict;
import com.avvyland.worker.config.Config;
import com.avvyland.worker.config.ConfigLoader;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Says what a worker would find on this machine. */
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        description = "Look at what a worker needs on this machine: Chromium, its sandbox, what really renders.",
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:nothing fails; there may be warnings", "1:something fails", "2:the configuration is wrong"})
final class DoctorCommand implements Callable<Integer> {

    private final Map<String, String> environment;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Spec
    private @Nullable CommandSpec spec;

    DoctorCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws Exception {
        Config config = new ConfigLoader(environment, Path.of("")).load();
        List<Check> checks = new ArrayList<>(RenderingChecks.of(config));
        checks.add(init(ProcessHandle.current().pid()));
        PrintWriter out = spec == null
                ? new PrintWriter(System.out, true)
                : spec.commandLine().getOut();
        if (json) {
            out.println(json(checks));
        } else {
            checks.forEach(check -> out.println("%-5s %-10s %s".formatted(word(check), check.name(), check.detail())));
        }
        out.flush();
        return checks.stream().anyMatch(check -> check.verdict() == Verdict.FAIL) ? 1 : 0;
    }

    /** Orphans become children of process 1, and a JVM does not wait for children that it has not started. */
    static Check init(long pid) {
        return pid == 1
                ? Check.warn(
                        "init",
                        "this is process 1: what killed browsers leave stays for ever (expected: docker run --init, tini,"
                                + " or bin/avvy-worker as the entry point)")
                : Check.ok("init", "this is not process 1");
    }

    private static String json(List<Check> checks) {
        ObjectNode root = new ObjectMapper().createObjectNode();
        ArrayNode list = root.putArray("checks");
        checks.forEach(check -> list.addObject()
                .put("name", check.name())
                .put("verdict", word(check))
                .put("detail", check.detail()));
        return root.toString();
    }

    private static String word(Check check) {
        return check.verdict().name().toLowerCase(Locale.ROOT);
    }
}
