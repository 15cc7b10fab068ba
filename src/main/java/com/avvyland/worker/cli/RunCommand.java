// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.cli;

import com.avvyland.worker.config.Config;
import com.avvyland.worker.config.InvalidConfigException;
import com.avvyland.worker.task.TaskType;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs one task of any type from a local file, with a Redis and a receiver of its own. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Run one task with a local file, from queue to verified callback, on this machine alone.",
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:completed, and the callback's signature holds",
            "1:the task failed, or no callback came",
            "2:the command line or the configuration is wrong",
            "3:a named file is not there",
            "130:interrupted"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  avvy-worker run chair.glb",
            "  avvy-worker run chair.glb --task preview --option angles=front,back --option width=1024",
            "  avvy-worker run chair.png --task step --option view=left --rehearse",
            "  avvy-worker run front.png --view left=left.png --task model --dry-run",
            "  avvy-worker run task.cbor"
        })
final class RunCommand implements Callable<Integer> {

    private static final int ABSENT = 3;

    private final Map<String, String> environment;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(
            paramLabel = "FILE",
            description = "A model (.glb, .gltf, .obj, ...), a picture, or what `task export` wrote.")
    private Path file = Path.of("");

    @Option(
            names = {"-t", "--task"},
            paramLabel = "TYPE",
            converter = TaskNames.class,
            description =
                    "preview, object, step, model, or a task type in full (default: object for a model, step for a picture).")
    private @Nullable TaskType type;

    @Option(
            names = {"-o", "--out"},
            paramLabel = "FOLDER",
            defaultValue = "out",
            description = "Where the results go (default: ${DEFAULT-VALUE}).")
    private Path out = Path.of("out");

    @Option(
            names = "--option",
            paramLabel = "KEY=VALUE",
            description = "A field of the payload: angles, width, height, mime, background; prompt, prompt_pack, view,"
                    + " max_attempts, pass_score; target_faces; priority_providers.")
    private Map<String, String> options = new LinkedHashMap<>();

    @Option(
            names = "--view",
            paramLabel = "SIDE=FILE",
            description = "A further side of the object, for --task model; FILE itself is the front.")
    private Map<String, Path> views = new LinkedHashMap<>();

    @Option(
            names = "--rehearse",
            description = "Ask a made-up provider: what it makes is no result, and costs nothing.")
    private boolean rehearse;

    @Option(names = "--dry-run", description = "Check the input, and say what would run and whom it would ask.")
    private boolean dry;

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            defaultValue = "45m",
            converter = RunTimeout.class,
            description = "How long the task may take, as 90s or 45m (default: ${DEFAULT-VALUE}).")
    private Duration timeout = Duration.ofMinutes(45);

    @Option(
            names = {"-y", "--yes"},
            description = "Spend without asking.")
    private boolean yes;

    @Option(names = "--json", description = "Print the report as one JSON object, and nothing else.")
    private boolean json;

    RunCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws Exception {
        PrintWriter print = spec == null
                ? new PrintWriter(System.out, true)
                : spec.commandLine().getOut();
        PrintWriter err = spec == null
                ? new PrintWriter(System.err, true)
                : spec.commandLine().getErr();
        try (var _ = new QuietLog(environment)) {
            RunInput input = RunInputs.read(file, type, options, views);
            Config config = RunConfig.of(environment, "127.0.0.1:1", "none", input.inStore());
            Map<String, String> keys = rehearse ? ProviderVariables.none(environment) : environment;
            RunPlan plan = RunPlan.of(input.type(), config, Home.routes(environment), keys);
            if (dry) {
                DryRun looked = DryRun.of(input, plan, config);
                print.println(json ? text(looked.json()) : looked.print());
                print.flush();
                return looked.error() == null ? 0 : 1;
            }
            Terminal terminal = Terminal.of(environment);
            if (input.exported() && !json) {
                err.println("callback_url: replaced by a receiver of this command; the task's own hears nothing");
            }
            if (!rehearse) {
                requireKeys(plan, input.type());
                new Spending(terminal, json ? null : err, yes).agree(plan, config);
            }
            return new RunOnce(environment, print, err, terminal, json).run(input, rehearse, timeout, out);
        } catch (AbsentException absent) {
            err.println("avvy-worker: " + absent.getMessage());
            return ABSENT;
        }
    }

    private static void requireKeys(RunPlan plan, TaskType type) {
        if (!plan.missing(type).isEmpty()) {
            throw new InvalidConfigException(String.format(
                    Locale.ROOT,
                    "provider key: none for %s (expected: %s, or --rehearse for a made-up provider)",
                    plan.missing(type).getFirst().capability().wireName(),
                    plan.missing(type).stream()
                            .map(line -> String.join(" and ", ProviderVariables.keys(line.provider())))
                            .collect(Collectors.joining(", "))));
        }
    }

    private static String text(Object json) throws Exception {
        return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(json);
    }
}
