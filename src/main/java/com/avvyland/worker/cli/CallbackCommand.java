// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Option;

/** Holds the commands for whoever receives callbacks. */
@Command(
        name = "callback",
        description = "Receive callbacks on this machine, and verify their signatures.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {CallbackListenCommand.class, CallbackVerifyCommand.class, HelpCommand.class},
        footerHeading = "%nExamples:%n",
        footer = {
            "  avvy-worker callback listen --port 9000 --secret-file secret.txt",
            "  avvy-worker callback verify --signature 5f1c... --body callback.cbor"
        })
final class CallbackCommand {

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    private boolean help;
}
