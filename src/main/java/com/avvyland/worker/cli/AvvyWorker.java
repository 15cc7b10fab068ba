// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.cli;

import com.avvyland.worker.asynq.inspect.InspectException;
import com.avvyland.worker.asynq.redis.RedisFailure;
import com.avvyland.worker.config.InvalidConfigException;
import com.avvyland.worker.observe.management.PortTakenException;
import com.avvyland.worker.preview.MissingPrerequisiteException;
import java.lang.reflect.Constructor;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.ParameterException;

/** Holds the commands of {@code bin/avvy-worker}. */
@Command(
        name = "avvy-worker",
        mixinStandardHelpOptions = true,
        versionProvider = VersionCommand.Line.class,
        description = "Runs long 3D-model jobs from an asynq queue and answers with signed CBOR callbacks.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Done by the launcher itself:",
            "  build           package the worker",
            "  test            run every test",
            "  install FOLDER  copy what a machine without the sources needs",
            "  aot             make a cache that halves the start"
        },
        subcommands = {
            WorkerCommand.class,
            DemoCommand.class,
            RunCommand.class,
            DoctorCommand.class,
            HelpCommand.class,
            ConfigCommand.class,
            VersionCommand.class,
            EnqueueCommand.class,
            QueueCommand.class,
            TaskCommand.class,
            CallbackCommand.class
        })
public final class AvvyWorker {

    /** Wide enough for the examples to stand on one line each. */
    private static final int HELP_WIDTH = 120;

    private AvvyWorker() {}

    /** Run one command and return its exit status; what a person can mend is one line, without a stack trace. */
    public static int execute(Map<String, String> environment, String... args) {
        return commandLine(environment).execute(args);
    }

    static CommandLine commandLine(Map<String, String> environment) {
        return new CommandLine(new AvvyWorker(), new Factory(environment))
                .setUsageHelpWidth(HELP_WIDTH)
                .setParameterExceptionHandler(AvvyWorker::misused)
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    int status = switch (failure) {
                        case InvalidConfigException _ -> 2;
                        case AbsentException _ -> 3;
                        case InspectException refused -> RedisAccess.status(refused);
                        case CommandFailure _, MissingPrerequisiteException _, PortTakenException _, RedisFailure _ ->
                            1;
                        default -> throw failure;
                    };
                    command.getErr().println("avvy-worker: " + failure.getMessage());
                    return status;
                });
    }

    private static int misused(ParameterException wrong, String[] args) {
        CommandLine command = wrong.getCommandLine();
        String message = String.valueOf(wrong.getMessage());
        command.getErr().println("avvy-worker: " + Plain.line(message.replace('\n', ' ')));
        command.getErr().println("Try: " + command.getCommandSpec().qualifiedName() + " --help");
        return 2;
    }

    /** Hands the process environment to the commands that want it, so that a test can hand them another. */
    private record Factory(Map<String, String> environment) implements CommandLine.IFactory {

        @Override
        public <K> K create(Class<K> type) throws Exception {
            for (Constructor<?> constructor : type.getDeclaredConstructors()) {
                if (List.of(constructor.getParameterTypes()).equals(List.of(Map.class))) {
                    return type.cast(constructor.newInstance(environment));
                }
            }
            return CommandLine.defaultFactory().create(type);
        }
    }
}
