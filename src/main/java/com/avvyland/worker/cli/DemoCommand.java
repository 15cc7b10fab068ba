// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.cli;

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

    private final Map<String, String> environment;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(arity = "0..1", paramLabel = "MODEL", description = "A .glb or .gltf file; default: a lantern of ours.")
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
            Thread hook = new Thread(demo::close, "demo-close");
            Runtime.getRuntime().addShutdownHook(hook);
            DemoResult result = demo.run(file);
            result.write(out);
            if (spec != null) {
                spec.commandLine().getOut().println(result.print(out));
            }
            return result.accepted() ? 0 : 1;
        }
    }
}
