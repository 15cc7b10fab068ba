// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StepWalkTest {

    private static final String ROUTES = """
            - route:
                id: intake
                from:
                  uri: direct:intake
                  steps:
                    - step: { id: decode, steps: [{ log: a }] }
                    - choice:
                        when:
                          - simple: "${header.type} == 'one'"
                            steps:
                              - to: direct:one?block=false
                          - simple: "${header.type} == 'other'"
                            steps:
                              - step: { id: only-of-other, steps: [{ to: "direct:other" }] }
                        otherwise:
                          steps:
                            - step: { id: refuse, steps: [{ log: a }] }
                    - step: { id: deliver, description: Tell the caller, steps: [{ log: a }] }
            - route:
                id: one
                from:
                  uri: direct:one
                  steps:
                    - choice:
                        when:
                          - simple: "${header.url} != null"
                            steps:
                              - step: { id: fetch, steps: [{ log: a }] }
                        otherwise:
                          steps:
                            - step: { id: unpack, steps: [{ log: a }] }
                    - loop:
                        constant: "3"
                        steps:
                          - step: { id: attempt, steps: [{ to: "direct:{{sub}}" }] }
                    - doTry:
                        steps:
                          - step: { id: check, steps: [{ log: a }] }
                        doCatch:
                          - exception: [java.lang.Exception]
                            steps:
                              - step: { id: mend, steps: [{ to: "direct:one" }] }
            - route:
                id: sub
                from:
                  uri: direct:sub
                  steps:
                    - step: { id: paint, steps: [{ log: a }] }
                    - step: { id: score, steps: [{ log: a }] }
            - route:
                id: other
                from:
                  uri: direct:other
                  steps:
                    - step: { id: of-other, steps: [{ log: a }] }
            """;

    private final CamelContext camel = new DefaultCamelContext();

    @AfterEach
    void stop() {
        camel.stop();
    }

    private void start(String yaml) throws Exception {
        camel.getPropertiesComponent().addInitialProperty("sub", "sub");
        load(yaml);
        camel.start();
    }

    private void load(String yaml) throws Exception {
        PluginHelper.getRoutesLoader(camel).loadRoutes(ResourceHelper.fromString("routes.yaml", yaml));
    }

    @ParameterizedTest
    @CsvSource({
        "decode, 11",
        "fetch, 22",
        "unpack, 33",
        "paint, 44",
        "score, 55",
        "attempt, 66",
        "check, 77",
        "mend, 88",
        "deliver, 100",
        "only-of-other, 0",
        "of-other, 0",
        "refuse, 0"
    })
    void aStepIsWorthItsPlaceAmongTheStepsOfItsFamily(String step, int percent) throws Exception {
        start(ROUTES);
        assertThat(StepWalk.from(camel, "intake", "one").percentAfter(step)).isEqualTo(percent);
    }

    @Test
    void aStepThatIsMovedIsWorthItsNewPlace() throws Exception {
        String decode = "- step: { id: decode, steps: [{ log: a }] }";
        String deliver = "- step: { id: deliver, description: Tell the caller, steps: [{ log: a }] }";
        start(ROUTES.replace(decode, "X").replace(deliver, decode).replace("X", deliver));
        StepPlan plan = StepWalk.from(camel, "intake", "one");
        assertThat(plan.percentAfter("deliver")).isEqualTo(11);
        assertThat(plan.percentAfter("decode")).isEqualTo(100);
    }

    @Test
    void withoutAFamilyEveryBranchCounts() throws Exception {
        start(ROUTES);
        StepPlan plan = StepWalk.from(camel, "intake", null);
        assertThat(plan.percentAfter("of-other")).isPositive();
        assertThat(plan.percentAfter("paint")).isPositive();
        assertThat(plan.percentAfter("deliver")).isEqualTo(100);
    }

    @Test
    void aStepIsToldByItsDescriptionOrElseByItsId() throws Exception {
        start(ROUTES);
        StepPlan plan = StepWalk.from(camel, "intake", "one");
        assertThat(plan.message("deliver")).isEqualTo("Tell the caller");
        assertThat(plan.message("only-of-other")).isEqualTo("only of other");
    }

    @ParameterizedTest
    @CsvSource({
        "intake, model-preview,",
        "intake, model-object-pipeline, model-artifacts",
        "intake-projection, model-projection-step, projection-render",
        "intake-projection, model-projection-model, model-artifacts"
    })
    void theShippedFamiliesHaveTheirOwnStepsAndThoseOfEveryTask(String intake, String family, @Nullable String more)
            throws Exception {
        StringBuilder yaml = new StringBuilder();
        List<String> files = more == null ? List.of(family) : List.of(family, more);
        for (String file :
                Stream.concat(Stream.of("intake", "callback"), files.stream()).toList()) {
            yaml.append(Files.readString(Path.of("routes", file + ".camel.yaml")))
                    .append('\n');
        }
        // Only the shape matters here; nothing is started, for the stations are elsewhere.
        load(yaml.toString());
        StepPlan plan = StepWalk.from(camel, intake, family);
        int own = 0;
        for (String file : files) {
            own += steps(file);
        }
        assertThat(own).isGreaterThanOrEqualTo(5);
        assertThat(plan.percentAfter("decode-task")).isEqualTo(100 / (own + 3));
        assertThat(plan.percentAfter("deliver")).isEqualTo(100);
    }

    private static int steps(String family) throws IOException {
        Matcher steps = Pattern.compile("- step:").matcher(Files.readString(Path.of("routes", family + ".camel.yaml")));
        return (int) steps.results().count();
    }
}
