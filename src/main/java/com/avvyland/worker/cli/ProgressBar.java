// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Shows how far a task is: one line that is written over on a terminal, a line for each new step elsewhere. Not safe for
 * several threads.
 */
final class ProgressBar implements AutoCloseable {

    private static final int BAR = 24;

    /** Below this percent what is left is anybody's guess. */
    private static final int GUESS = 10;

    private final @Nullable PrintWriter out;
    private final Terminal terminal;
    private final InstantSource clock;
    private final Instant began;
    private String last = "";
    private boolean drawn;

    /** @param out absent: nothing is shown */
    ProgressBar(@Nullable PrintWriter out, Terminal terminal, InstantSource clock) {
        this.out = out;
        this.terminal = terminal;
        this.clock = clock;
        this.began = clock.instant();
    }

    void show(RunProgress progress) {
        if (out == null) {
            return;
        }
        if (terminal.interactive()) {
            draw(out, line(progress));
        } else if (!progress.text().equals(last)) {
            last = progress.text();
            out.printf(Locale.ROOT, "%3d %% %s%n", progress.percent(), last);
            out.flush();
        }
    }

    /** Return the line, no longer than the terminal is wide less one: a full line would begin another. */
    String line(RunProgress progress) {
        Duration elapsed = Duration.between(began, clock.instant());
        String time = seconds(elapsed);
        if (progress.percent() >= GUESS && progress.percent() < 100) {
            long left = elapsed.toMillis() * (100 - progress.percent()) / progress.percent();
            time += ", about " + seconds(Duration.ofMillis(left)) + " left";
        }
        String head = String.format(Locale.ROOT, "%3d %%  ", progress.percent());
        int width = Math.max(1, terminal.columns() - 1);
        if (width >= BAR + 40) {
            int full = BAR * progress.percent() / 100;
            head = "[" + "#".repeat(full) + ".".repeat(BAR - full) + "] " + head;
        }
        int room = width - head.length() - time.length() - 2;
        String text = room < 8 ? "" : cut(progress.text(), room) + "  ";
        return cut(head + text + time, width);
    }

    private void draw(PrintWriter to, String line) {
        to.print("\r" + line + " ".repeat(Math.max(0, terminal.columns() - 1 - line.length())));
        to.flush();
        drawn = true;
    }

    /** Take the line away: what follows begins at the margin. */
    @Override
    public void close() {
        if (drawn && out != null) {
            out.print("\r" + " ".repeat(Math.max(0, terminal.columns() - 1)) + "\r");
            out.flush();
            drawn = false;
        }
    }

    private static String cut(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most);
    }

    private static String seconds(Duration time) {
        return time.toSeconds() < 100 ? time.toSeconds() + " s" : time.toMinutes() + " min";
    }
}
