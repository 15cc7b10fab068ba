// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.avvyland.worker.config.Config;
import com.avvyland.worker.provider.Capability;
import com.avvyland.worker.provider.Provider;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SpendingTest {

    private static final Config CONFIG = RunConfig.of(Map.of(), "127.0.0.1:1", "none", false);
    private static final Terminal PERSON = new Terminal(true, 80);
    private static final Terminal SCRIPT = new Terminal(false, 80);

    private final StringWriter told = new StringWriter();

    @Test
    void tellsWhatMayBeSpentAndAtWhom() {
        new Spending(SCRIPT, new PrintWriter(told), false).agree(plan(true), CONFIG);

        assertThat(told.toString().strip())
                .isEqualTo("spending: up to 5.00 USD (worker.providers.max_cost_per_task), at openai");
    }

    @Test
    void spendsNothingOfAPersonWhoDidNotAgree() {
        // A test has no console: nobody says yes.
        var spending = new Spending(PERSON, new PrintWriter(told), false);

        assertThatThrownBy(() -> spending.agree(plan(true), CONFIG))
                .isInstanceOf(CommandFailure.class)
                .hasMessage("spending: not agreed to (expected: y, or --yes)");
        new Spending(PERSON, new PrintWriter(told), true).agree(plan(true), CONFIG);
    }

    @Test
    void asksNobodyWhereNobodyIsPaid() {
        new Spending(PERSON, new PrintWriter(told), false).agree(plan(false), CONFIG);

        assertThat(told.toString()).isEmpty();
    }

    private static RunPlan plan(boolean key) {
        var paid = new RunPlan.Line(Capability.GENERATE_IMAGE, Provider.OPENAI, key, "m", "0.07", "a call");
        var other = new RunPlan.Line(Capability.GENERATE_IMAGE, Provider.GEMINI, false, "m", "0.07", "a call");
        return new RunPlan(List.of(), List.of(other, paid));
    }
}
