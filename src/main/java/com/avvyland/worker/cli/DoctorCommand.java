// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.cli;

import com.avvyland.worker.cli.doctor.Check;
import com.avvyland.worker.cli.doctor.Checkup;
import com.avvyland.worker.cli.doctor.ConfigChecks;
import com.avvyland.worker.cli.doctor.Group;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Says what a worker would find here. */
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        description = {
            "Look at all that a worker needs: its settings, this machine, Redis, the store, keys, callbacks, Chromium.",
            "Nothing is changed, no task is taken, and no call costs money. Without a Chromium one is installed, as a worker"
                    + " does."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:nothing fails; there may be warnings",
            "1:something fails",
            "2:the configuration is wrong; what needs no secret is looked at where only the secret is missing"
        })
final class DoctorCommand implements Callable<Integer> {

    private final Map<String, String> environment;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Option(
            names = "--only",
            paramLabel = "GROUP",
            split = ",",
            converter = GroupConverter.class,
            description = "Look at these alone: config, machine, redis, s3, providers, callback, rendering.")
    private @Nullable List<Group> only;

    @Option(names = "--url", paramLabel = "URL", description = "Say whether a callback to this URL would be sent.")
    private @Nullable String url;

    @Spec
    private @Nullable CommandSpec spec;

    DoctorCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec == null
                ? new PrintWriter(System.out, true)
                : spec.commandLine().getOut();
        ConfigChecks config = ConfigChecks.of(environment, Path.of(""));
        Report report = json
                ? new Report(out)
                : new Report(out) {
                    @Override
                    void tell(Group group, List<Check> checks) {
                        super.tell(group, checks);
                        checks.forEach(check -> out.println(
                                "%-5s %-22s %s".formatted(check.verdict().word(), check.name(), check.detail())));
                        out.flush();
                    }
                };
        Set<Group> wanted = only == null ? EnumSet.allOf(Group.class) : EnumSet.copyOf(only);
        if (wanted.contains(Group.CONFIG) || config.wrong()) {
            report.tell(Group.CONFIG, config.checks());
        }
        if (config.usable() != null) {
            new Checkup(config, Home.routes(environment), url).run(wanted, report::tell);
        }
        if (json) {
            report.print();
        }
        return config.wrong() ? 2 : report.worst == Check.Verdict.FAIL ? 1 : 0;
    }

    /** Reads a group's word in any case. */
    static final class GroupConverter implements ITypeConverter<Group> {
        @Override
        public Group convert(String word) {
            return Arrays.stream(Group.values())
                    .filter(group -> group.word().equalsIgnoreCase(word))
                    .findFirst()
                    .orElseThrow(() -> new TypeConversionException("%s (expected: %s)"
                            .formatted(
                                    word,
                                    Arrays.stream(Group.values())
                                            .map(Group::word)
                                            .collect(Collectors.joining(", ")))));
        }
    }

    /** Collects what was seen. */
    private static class Report {

        private final PrintWriter out;
        private final ObjectNode root = new ObjectMapper().createObjectNode().put("verdict", "ok");
        private final ArrayNode checks = root.putArray("checks");
        private Check.Verdict worst = Check.Verdict.OK;

        Report(PrintWriter out) {
            this.out = out;
        }

        void tell(Group group, List<Check> seen) {
            for (Check check : seen) {
                worst = check.verdict().compareTo(worst) > 0 ? check.verdict() : worst;
                checks.addObject()
                        .put("group", group.word())
                        .put("name", check.name())
                        .put("verdict", check.verdict().word())
                        .put("detail", check.detail());
            }
        }

        void print() {
            root.put("verdict", worst.word());
            out.println(root);
            out.flush();
        }
    }
}
