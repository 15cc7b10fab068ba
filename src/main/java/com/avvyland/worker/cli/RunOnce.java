// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.cli;

import com.avvyland.worker.cli.ContactSheet.Comparison;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Opens a {@link RunSession} for one task, shows its progress and its result, and leaves nothing running, whatever happens.
 */
final class RunOnce {

    /** What a shell shows for a command that was ended by SIGINT. */
    private static final int INTERRUPTED = 130;

    private final Map<String, String> environment;
    private final PrintWriter out;
    private final PrintWriter err;
    private final Terminal terminal;
    private final boolean json;
    private volatile boolean interrupted;

    /** @param json whether the report is all that is printed */
    RunOnce(Map<String, String> environment, PrintWriter out, PrintWriter err, Terminal terminal, boolean json) {
        this.environment = environment;
        this.out = out;
        this.err = err;
        this.terminal = terminal;
        this.json = json;
    }

    /** Run the task; return the exit status. */
    int run(RunInput input, boolean rehearse, Duration timeout, Path folder) throws Exception {
        try (var _ = new QuietLog(environment);
                var session = new RunSession(environment, rehearse);
                var bar = new ProgressBar(json ? null : err, terminal, Clock.systemUTC())) {
            // Ctrl-C ends the JVM without unwinding this block; the hook closes the same parts, once.
            Thread hook = new Thread(() -> interrupt(session), "run-close");
            Runtime.getRuntime().addShutdownHook(hook);
            try {
                session.start(input.inStore());
                RunResult result = session.run(input, timeout, bar);
                List<Comparison> comparisons =
                        SheetPictures.comparisons(result, CanonicalPictures.of(result, session.worker()));
                bar.close();
                return show(result, comparisons, folder);
            } finally {
                if (!interrupted) {
                    Runtime.getRuntime().removeShutdownHook(hook);
                }
            }
        } catch (Exception failed) {
            if (interrupted) {
                return INTERRUPTED;
            }
            throw failed;
        }
    }

    private int show(RunResult result, List<Comparison> comparisons, Path folder) throws Exception {
        result.write(folder, comparisons);
        out.println(
                json
                        ? new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(RunReport.of(result))
                        : result.print(folder));
        out.flush();
        return result.accepted() ? 0 : 1;
    }

    /** Ctrl-C takes the parts away from under the task: what fails from then on is no news. */
    private void interrupt(RunSession session) {
        interrupted = true;
        session.close();
    }
}
