// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.cli;

import com.avvyland.worker.task.TaskType;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs one preview task from queue to verified callback: {@link RunCommand} with a lantern of ours, and no provider. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = "Run one model.preview.v1 task from queue to verified callback, on this machine alone.")
final class DemoCommand implements Callable<Integer> {

    /** A first run may install a browser; a task itself takes seconds. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Map<String, String> environment;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(
            arity = "0..1",
            paramLabel = "MODEL",
            description = "A .glb, .gltf, .stl, ... file; default: a lantern of ours.")
    private @Nullable Path model;

    @Option(
            names = {"-o", "--out"},
            paramLabel = "FOLDER",
            defaultValue = "out",
            description = "Where the results go (default: ${DEFAULT-VALUE}).")
    private Path out = Path.of("out");

    DemoCommand(Map<String, String> environment) {
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
        Map<String, String> alone = ProviderVariables.none(environment);
        try {
            return new RunOnce(alone, print, err, Terminal.of(environment), false).run(input(), false, PATIENCE, out);
        } catch (AbsentException absent) {
            throw new CommandFailure(String.valueOf(absent.getMessage()));
        }
    }

    private RunInput input() throws Exception {
        if (model != null) {
            return RunInputs.read(model, TaskType.MODEL_PREVIEW, Map.of(), Map.of());
        }
        ModelFile lantern = ModelFile.lantern();
        return new RunInput(
                TaskType.MODEL_PREVIEW, lantern.name(), lantern.bytes().length, lantern.fields(), Map.of(), false);
    }
}
