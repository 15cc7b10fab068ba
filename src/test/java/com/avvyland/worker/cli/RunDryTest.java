// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What `run` says without running anything. */
class RunDryTest {

    private static final String LANTERN = "src/main/resources/demo/model.glb";

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void startsNoBrowserAndNoRedis() throws IOException {
        Path started = folder.resolve("started");
        Map<String, String> trapped = new HashMap<>();
        trapped.put("PREVIEW_BROWSER", trap("chromium", started));
        trap("redis-server", started);
        trapped.put("PATH", folder.toString());

        assertThat(run(trapped, LANTERN, "--dry-run")).isZero();

        assertThat(started).doesNotExist();
        assertThat(out.toString())
                .contains("sound: 12,464 triangles, 7 materials, 3 textures")
                .contains("\n  object-read-model\n  artifacts-convert-model\n")
                .contains("understand-image   openai      no key")
                .contains("ceiling: 0.00 USD");
    }

    @Test
    void saysWhomItWouldAskForWhatAndForHowMuch() throws IOException {
        Map<String, String> keys = Map.of("OPENAI_API_KEY", "sk-not-for-any-eye", "TENCENT_SECRET_ID", "half");

        // Half a key is a mistake of its own.
        assertThat(AvvyWorker.execute(with(keys), "run", LANTERN, "--dry-run")).isEqualTo(2);
        assertThat(run(
                        Map.of("OPENAI_API_KEY", "sk-not-for-any-eye"),
                        LANTERN,
                        "--task",
                        "step",
                        "--dry-run",
                        "--json"))
                .isZero();

        JsonNode plan = new ObjectMapper().readTree(out.toString());
        assertThat(plan.path("steps").findValuesAsText("step"))
                .containsSequence(
                        "projection-source-picture", "projection-prepare-picture", "projection-paint-picture");
        assertThat(plan.path("providers").findValuesAsText("for"))
                .containsSubsequence("remove-background", "generate-image", "score-image")
                .doesNotContain("generate-model");
        JsonNode painter = plan.path("providers").get(6);
        assertThat(painter.path("provider").asText()).isEqualTo("openai");
        assertThat(painter.path("model").asText()).isEqualTo("gpt-image-2");
        assertThat(painter.path("configured").asBoolean()).isTrue();
        assertThat(painter.path("price_usd").asText()).isEqualTo("0.07");
        assertThat(plan.path("ceiling_usd").asDouble()).isEqualTo(5);
        assertThat(out.toString() + err).doesNotContain("sk-not");
    }

    @Test
    void findsWhatIsWrongWithTheInput() throws IOException {
        Path broken = Files.writeString(folder.resolve("broken.glb"), "glTF but not really");

        assertThat(run(Map.of(), broken.toString(), "--dry-run")).isEqualTo(1);
        assertThat(out.toString()).contains("invalid: glb: ");
        assertThat(run(Map.of(), LANTERN, "--dry-run", "--option", "angles=inside"))
                .isEqualTo(1);
        assertThat(out.toString()).contains("invalid: angle");
    }

    @Test
    void wantsAKeyOrARehearsalForAProjection() {
        assertThat(AvvyWorker.execute(with(Map.of()), "run", LANTERN, "--task", "step"))
                .isEqualTo(2);
        CommandLine command = command(Map.of());
        command.setExecutionExceptionHandler((failure, _, _) -> {
            err.write(String.valueOf(failure.getMessage()));
            return 2;
        });
        command.execute(LANTERN, "--task", "step");
        assertThat(err.toString())
                .startsWith("provider key: none for generate-image (expected: GEMINI_API_KEY, OPENAI_API_KEY, ")
                .endsWith("or --rehearse for a made-up provider)");
    }

    @Test
    void endsWithTheStatusOfItsMistake() {
        assertThat(run(Map.of(), folder.resolve("gone.glb").toString())).isEqualTo(3);
        assertThat(err.toString().strip().lines()).singleElement().asString().contains("gone.glb: not there");
        assertThat(AvvyWorker.execute(with(Map.of()), "run", LANTERN, "--task", "sculpt"))
                .isEqualTo(2);
        assertThat(AvvyWorker.execute(with(Map.of()), "run", LANTERN, "--option", "colour=red"))
                .isEqualTo(2);
    }

    private String trap(String name, Path started) throws IOException {
        Path file = Files.writeString(folder.resolve(name), "#!/bin/sh\necho $0 >> " + started + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
        return file.toString();
    }

    private int run(Map<String, String> more, String... arguments) {
        return command(more).execute(arguments);
    }

    private CommandLine command(Map<String, String> more) {
        return new CommandLine(new RunCommand(with(more)))
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true));
    }

    private static Map<String, String> with(Map<String, String> more) {
        Map<String, String> environment = new HashMap<>(Map.of("AVVY_HOME", "."));
        environment.putAll(more);
        return environment;
    }
}
