// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.states;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Holds one step with the answer and the state that it leaves.
 *
 * @param shown false for a step after which nobody looks at the state
 * @param result the answer, then a line for each value in Redis
 */
record Step(String text, boolean shown, List<String> result) {

    Step with(List<String> other) {
        return new Step(text, shown, other);
    }

    static List<Step> read(Path file) throws IOException {
        List<Step> steps = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            if (line.startsWith("> ") || line.startsWith("- ")) {
                steps.add(new Step(line.substring(2), line.startsWith("> "), new ArrayList<>()));
            } else if (!line.isEmpty() && !line.startsWith("#")) {
                steps.getLast().result().add(line);
            }
        }
        return steps;
    }

    /** Write the steps under the comment that the file begins with. */
    static void write(Path file, List<Step> steps) throws IOException {
        List<String> lines = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            if (!line.startsWith("#")) {
                break;
            }
            lines.add(line);
        }
        for (Step step : steps) {
            if (step.shown()) {
                lines.add("");
            }
            lines.add((step.shown() ? "> " : "- ") + step.text());
            lines.addAll(step.result());
        }
        Files.write(file, lines);
    }
}
