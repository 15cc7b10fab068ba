// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Option;

/** Holds the commands that look at queues and stop and start them. */
@Command(
        name = "queue",
        description = "Look at queues, pause and unpause them.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            QueueLsCommand.class,
            QueueInspectCommand.class,
            QueueHistoryCommand.class,
            QueuePauseCommand.class,
            QueueUnpauseCommand.class,
            HelpCommand.class
        },
        footerHeading = "%nExamples:%n",
        footer = {"  avvy-worker queue ls", "  avvy-worker queue pause model_preview"})
final class QueueCommand {

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    private boolean help;
}
