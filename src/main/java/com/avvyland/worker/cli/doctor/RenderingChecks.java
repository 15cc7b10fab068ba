// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.cli.doctor;

import com.avvyland.worker.config.Config;
import com.avvyland.worker.preview.MissingPrerequisiteException;
import com.avvyland.worker.preview.RenderingFacts;
import com.avvyland.worker.task.TaskFailure;
import java.util.ArrayList;
import java.util.List;

/** Looks at what renders previews. */
final class RenderingChecks {

    private RenderingChecks() {}

    /** Start a browser and return what there is to say of it; takes some seconds. */
    static List<Check> of(Config config) {
        try {
            return of(RenderingFacts.of(config.previews(), config.tasksAtOnce()));
        } catch (MissingPrerequisiteException | TaskFailure broken) {
            return List.of(Check.fail("browser", String.valueOf(broken.getMessage())));
        }
    }

    static List<Check> of(RenderingFacts facts) {
        List<Check> checks = new ArrayList<>();
        checks.add(Check.ok("browser", "%s %s".formatted(facts.browser(), facts.version())));
        checks.add(Check.ok("node", facts.node().toString()));
        checks.add(sandbox(facts));
        checks.add(gl(facts));
        checks.add(Check.ok("renderers", "%d browsers are kept warm".formatted(facts.renderers())));
        return checks;
    }

    private static Check sandbox(RenderingFacts facts) {
        if (facts.sandboxed()) {
            return Check.ok("sandbox", "Chromium's sandbox is on");
        }
        return Check.warn(
                "sandbox",
                facts.root()
                        ? "off: this is root (expected: a user of its own; what breaks out of a page is root otherwise)"
                        : "off: user namespaces are refused (expected: a seccomp profile that allows them)");
    }

    private static Check gl(RenderingFacts facts) {
        if (!facts.draws()) {
            return Check.fail("gl", "%s: draws nothing (expected: a triangle)".formatted(facts.renderer()));
        }
        return facts.complaint()
                .map(complaint -> Check.warn("gl", "%s: %s".formatted(facts.renderer(), complaint)))
                .orElseGet(() -> Check.ok("gl", facts.renderer()));
    }
}
