// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.projection;

import com.avvyland.worker.provider.TestingProvider.Mishap;
import com.avvyland.worker.provider.gemini.TestingGemini;
import com.avvyland.worker.task.FailureCode;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.provider.Arguments;

/** Lists what painters and judges may do to a step, and how it has to end. */
final class AttemptScripts {

    private AttemptScripts() {}

    /** Says how a step is to end. */
    record Expected(@Nullable FailureCode code, @Nullable Double score, int pictures, List<String> outcomes) {}

    interface Script {
        void write(TestingStep step);
    }

    static Stream<Arguments> ends() {
        return Stream.of(
                row(
                        "pass on the first",
                        step -> {
                            step.paints();
                            step.judges(0.9);
                        },
                        new Expected(null, 0.9, 1, List.of("passed"))),
                row(
                        "pass on the second",
                        step -> {
                            step.paints();
                            step.judges(0.5, "Show the left side.");
                            step.paints();
                            step.judges(0.8);
                        },
                        new Expected(null, 0.8, 2, List.of("below_pass_score", "passed"))),
                row(
                        "never pass: the best is returned, the earlier one of equals",
                        step -> {
                            step.paints();
                            step.judges(0.3, "Show the left side.");
                            step.paints();
                            step.judges(0.7, "Keep the handle.");
                            step.paints();
                            step.judges(0.7, "Keep the spout.");
                        },
                        new Expected(
                                FailureCode.SCORE_TOO_LOW,
                                0.7,
                                3,
                                List.of("below_pass_score", "below_pass_score", "below_pass_score"))),
                row(
                        "the painter refuses the content: nobody else is asked",
                        step -> step.gemini.next(
                                Mishap.answer(200, TestingGemini.Mishaps.blocked("PROHIBITED_CONTENT"))),
                        new Expected(FailureCode.RESTRICTED_CONTENT, null, 1, List.of("failed"))),
                row(
                        "the painter refuses the second: the first is shown",
                        step -> {
                            step.paints();
                            step.judges(0.5, "Show the left side.");
                            step.gemini.next(Mishap.answer(200, TestingGemini.Mishaps.blocked("PROHIBITED_CONTENT")));
                        },
                        new Expected(FailureCode.RESTRICTED_CONTENT, 0.5, 2, List.of("below_pass_score", "failed"))),
                row(
                        "the judge refuses to look at one: no score, and the next attempt",
                        step -> {
                            step.paints();
                            step.refusesToJudge();
                            step.paints();
                            step.judges(0.85);
                        },
                        new Expected(null, 0.85, 2, List.of("failed", "passed"))),
                row(
                        "the judge refuses to look at any",
                        step -> {
                            for (int i = 0; i < 3; i++) {
                                step.paints();
                                step.refusesToJudge();
                            }
                        },
                        new Expected(FailureCode.RESTRICTED_CONTENT, null, 3, List.of("failed", "failed", "failed"))),
                row(
                        "a blank picture: no judge, score 0, and the next attempt",
                        step -> {
                            step.paints(TestingObject.blank());
                            step.paints();
                            step.judges(0.9);
                        },
                        new Expected(null, 0.9, 2, List.of("below_pass_score", "passed"))),
                row(
                        "the input again: no judge, score 0, and the next attempt",
                        step -> {
                            step.paints(TestingObject.source());
                            step.paints();
                            step.judges(0.9);
                        },
                        new Expected(null, 0.9, 2, List.of("below_pass_score", "passed"))));
    }

    private static Arguments row(String name, Script script, Expected expected) {
        return Arguments.of(name, script, expected);
    }
}
