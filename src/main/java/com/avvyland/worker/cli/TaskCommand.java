// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Option;

/** Holds the commands that find, show, move and export tasks. */
@Command(
        name = "task",
        description = "Find, show, move and export the tasks of a queue.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            TaskLsCommand.class,
            TaskInspectCommand.class,
            TaskRunCommand.class,
            TaskArchiveCommand.class,
            TaskDeleteCommand.class,
            TaskCancelCommand.class,
            TaskExportCommand.class,
            HelpCommand.class
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  avvy-worker task ls model_preview --failed --since 1h",
            "  avvy-worker task run model_preview --state archived --code provider_unavailable"
        })
final class TaskCommand {

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    private boolean help;
}
