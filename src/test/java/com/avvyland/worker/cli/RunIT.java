// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.avvyland.worker.cli.ContactSheet.Comparison;
import com.avvyland.worker.projection.TestingObject;
import com.avvyland.worker.task.TaskType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** One session, as `run --rehearse` opens it, for a task of each type. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RunIT {

    private static final Path LANTERN = Path.of("src/main/resources/demo/model.glb");
    private static final Map<String, String> SMALL =
            Map.of("angles", "three_quarter,front", "width", "128", "height", "128");

    @TempDir
    Path folder;

    private final RunSession session = new RunSession(environment(), true);

    @BeforeAll
    void start() throws Exception {
        session.start(false);
    }

    @AfterAll
    void stop() {
        session.close();
    }

    @Test
    void takesAModelThroughTheObjectPipeline() throws Exception {
        Path out = folder.resolve("object");
        RunResult result = run(RunInputs.read(LANTERN, null, SMALL, Map.of()), out);

        assertThat(result.failure()).isEmpty();
        assertThat(result.accepted()).isTrue();
        assertThat(out.toFile().list())
                .containsExactlyInAnyOrder(
                        "three_quarter.png",
                        "front.png",
                        "canonical.glb",
                        "view.cbor",
                        "callback.cbor",
                        "callback.json",
                        "report.json",
                        "contact-sheet.html");
        JsonNode report = new ObjectMapper().readTree(out.resolve("report.json").toFile());
        assertThat(report.at("/triangles/before").asLong()).isEqualTo(12_464);
        assertThat(report.at("/triangles/after").asLong()).isEqualTo(12_464);
        assertThat(report.path("textures")).hasSize(3);
        assertThat(report.path("validator")).isEmpty();
        assertThat(result.print(out)).contains("artifacts-write-canonical").contains("12,464 -> 12,464");
        String sheet = Files.readString(out.resolve("contact-sheet.html"));
        assertThat(sheet).contains("canonical GLB").contains("type=\"range\"").contains("Rehearsal: providers made up");
        asksNobody(sheet);
    }

    @Test
    void rehearsesAProjectionStepOfAPicture() throws Exception {
        Path picture = Files.write(
                folder.resolve("can.png"), TestingObject.source().bytes().toByteArray());
        Path out = folder.resolve("step");
        RunResult result = run(RunInputs.read(picture, null, Map.of(), Map.of()), out);

        assertThat(result.failure()).isEmpty();
        assertThat(result.accepted()).isTrue();
        assertThat(result.callback().at("/preprocessing/background_removal").asText())
                .isEqualTo("replicate");
        assertThat(result.callback().at("/attempts/0/score_reasons").asText()).contains("rehearsal");
        assertThat(out.toFile().list()).contains("source.png", "prepared.png", "generated.png");
        assertThat(result.print(out))
                .startsWith("REHEARSAL: ")
                .contains("cost: nothing; ")
                .contains("projection-paint-picture");
        JsonNode report = new ObjectMapper().readTree(out.resolve("report.json").toFile());
        assertThat(report.path("rehearsal").asBoolean()).isTrue();
        assertThat(report.at("/cost/usd").asDouble()).isZero();
        assertThat(report.at("/cost/by_price_list_usd").asDouble()).isPositive();
        asksNobody(Files.readString(out.resolve("contact-sheet.html")));
    }

    @Test
    void rehearsesAModelOfPictures() throws Exception {
        Path picture = Files.write(
                folder.resolve("front.png"), TestingObject.side().bytes().toByteArray());
        Path out = folder.resolve("model");
        RunResult result =
                run(RunInputs.read(picture, TaskType.MODEL_PROJECTION_MODEL, SMALL, Map.of("left", picture)), out);

        assertThat(result.failure()).isEmpty();
        assertThat(result.accepted()).isTrue();
        assertThat(result.callback().path("provider").asText()).isEqualTo("tencent");
        assertThat(Files.size(out.resolve("canonical.glb"))).isPositive();
        asksNobody(Files.readString(out.resolve("contact-sheet.html")));
    }

    @Test
    void runsAnExportedTaskHere() throws Exception {
        Path task = Files.write(
                folder.resolve("task.cbor"),
                new CBORMapper()
                        .writeValueAsBytes(Map.of(
                                "model_hash",
                                "h",
                                "callback_url",
                                "https://state.example/never-called",
                                "input_format",
                                ".glb",
                                "input_model",
                                Files.readAllBytes(LANTERN),
                                "preview",
                                Map.of("angles", List.of("front", "35,25"), "width", 64, "height", 64))));
        Files.writeString(
                folder.resolve("task.cbor.json"), "{\"type\":\"model.preview.v1\",\"queue\":\"q\",\"headers\":{}}");
        Path out = folder.resolve("exported");

        RunResult result = run(RunInputs.read(task, null, Map.of(), Map.of()), out);

        assertThat(result.accepted()).isTrue();
        assertThat(out.toFile().list()).contains("front.png", "35_25.png");
    }

    @Test
    void showsAFailure() throws Exception {
        Path hostile = Files.writeString(folder.resolve("<script>alert(1)<_script>.glb"), "glTF but not really");
        Path out = folder.resolve("failed");

        RunResult result = run(RunInputs.read(hostile, null, Map.of(), Map.of()), out);

        assertThat(result.accepted()).isFalse();
        assertThat(result.print(out)).contains(": failed, invalid_model: ");
        String sheet = Files.readString(out.resolve("contact-sheet.html"));
        assertThat(sheet).contains("invalid_model").doesNotContain("<script");
    }

    private RunResult run(RunInput input, Path out) throws Exception {
        try (var bar = new ProgressBar(null, new Terminal(false, 80), Clock.systemUTC())) {
            RunResult result = session.run(input, Duration.ofMinutes(2), bar);
            List<Comparison> comparisons =
                    SheetPictures.comparisons(result, CanonicalPictures.of(result, session.worker()));
            result.write(out, comparisons);
            return result;
        }
    }

    /** Every address in the page is a picture inside it. */
    private static void asksNobody(String html) {
        Matcher address = Pattern.compile(
                        "(?:src|href|srcset|action|data)=\"([^\"]{0,40})|url\\(([^)]{0,40})|@import|<link|<iframe|<object|<embed")
                .matcher(html);
        int pictures = 0;
        while (address.find()) {
            assertThat(String.valueOf(address.group(1))).startsWith("data:image/");
            pictures++;
        }
        assertThat(pictures).isPositive();
        assertThat(html).contains("default-src 'none'");
    }

    static Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>(Map.of("AVVY_HOME", "."));
        environment.put("PATH", String.valueOf(System.getenv("PATH")));
        // A rehearsal must not reach anybody, whatever is set.
        environment.put("GEMINI_API_KEY", "sk-never-used");
        return environment;
    }
}
