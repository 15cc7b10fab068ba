// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs one real task from queue to verified callback, with a Redis and a receiver of its own. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = "Run one model.preview.v1 task from queue to verified callback, on this machine alone.")
final class DemoCommand implements Callable<Integer> {

    /** What a shell shows for a command that was ended by SIGINT. */
    private static final int INTERRUPTED = 130;

    private final Map<String, String> environment;
    private volatile boolean interrupted;

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
        ModelFile file = ModelFile.read(model);
        try (var demo = new Demo(environment)) {
            // Ctrl-C ends the JVM without unwinding this block; the hook closes the same parts, once.
            Thread hook = new Thread(() -> interrupt(demo), "demo-close");
            Runtime.getRuntime().addShutdownHook(hook);
            return show(demo.run(file));
        } catch (Exception failed) {
            if (interrupted) {
                return INTERRUPTED;
            }
            throw failed;
        }
    }

    private int show(DemoResult result) throws IOException {
        result.write(out);
        if (spec != null) {
            spec.commandLine().getOut().println(result.print(out));
        }
        return result.accepted() ? 0 : 1;
    }

    /** Ctrl-C takes the parts away from under the demonstration: what fails from then on is no news. */
    private void interrupt(Demo demo) {
        interrupted = true;
        demo.close();
    }
}
