// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.cli;

import com.avvyland.worker.config.Config;
import java.io.Console;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Says what may be spent before it is, and asks a person for leave.
 *
 * @param err absent: nothing is said
 * @param yes whether leave was given on the command line
 */
record Spending(Terminal terminal, @Nullable PrintWriter err, boolean yes) {

    /**
     * Go on when nobody is paid, leave was given, or nobody is there to be asked: whoever runs this from a script has set the
     * keys there.
     *
     * @throws CommandFailure when the person says no
     */
    void agree(RunPlan plan, Config config) {
        if (!plan.buys()) {
            return;
        }
        String asked = plan.lines().stream()
                .filter(RunPlan.Line::configured)
                .map(line -> line.provider().wireName())
                .distinct()
                .collect(Collectors.joining(", "));
        String said = String.format(
                Locale.ROOT,
                "spending: up to %.2f USD (worker.providers.max_cost_per_task), at %s",
                config.providers().maxCostPerTask() / 1e6,
                asked);
        if (err != null) {
            err.println(said);
            err.flush();
        }
        if (!yes && terminal.interactive() && !agreed()) {
            throw new CommandFailure("spending: not agreed to (expected: y, or --yes)");
        }
    }

    private static boolean agreed() {
        Console console = System.console();
        String answer = console == null ? null : console.readLine("go on? [y/N] ");
        return answer != null && answer.strip().equalsIgnoreCase("y");
    }
}
