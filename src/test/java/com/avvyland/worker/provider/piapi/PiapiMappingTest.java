// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.provider.piapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.avvyland.worker.provider.Capability;
import com.avvyland.worker.provider.Fault;
import com.avvyland.worker.provider.HttpAnswer;
import com.avvyland.worker.provider.HttpCall;
import com.avvyland.worker.provider.JobStatus;
import com.avvyland.worker.provider.Json;
import com.avvyland.worker.provider.ProviderException;
import com.avvyland.worker.provider.ProviderRequest.Cutout;
import com.avvyland.worker.provider.ProviderRequest.Model;
import com.avvyland.worker.provider.ProviderRequest.Picture;
import com.avvyland.worker.provider.ProviderRequest.Vision;
import com.avvyland.worker.task.Bytes;
import com.avvyland.worker.task.Image;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PiapiMappingTest {

    private static final Image IMAGE = new Image("image/jpeg", Bytes.of(new byte[] {1, 2, 3}), 1, 1);
    private static final List<HttpAnswer> UPLOADS = List.of(
            answer(200, "{\"code\":200,\"data\":{\"url\":\"https://s/1\"}}"), answer(200, "{\"url\":\"https://s/2\"}"));

    private final PiapiCutout cutout = new PiapiCutout(null);
    private final PiapiVision vision = new PiapiVision(Capability.SCORE_IMAGE);

    @Test
    void putsTheSchemaIntoThePrompt() {
        HttpCall call = vision.request(new Vision(Capability.SCORE_IMAGE, "Judge.", "This?", List.of(IMAGE)), "gpt-4o");
        JsonNode root = sent(call);

        assertThat(call.path()).isEqualTo("/v1/chat/completions");
        assertThat(root.path("messages").path(0).path("content").asText())
                .startsWith("Judge.\n\nAnswer with one JSON object")
                .contains("\"required\": [\"score\", \"reasons\"]");
        assertThat(root.path("messages").path(1))
                .isEqualTo(
                        Json.read(
                                "{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"This?\"},"
                                        + "{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:image/jpeg;base64,AQID\",\"detail\":\"high\"}}]}"));
        assertThat(root.path("model").asText()).isEqualTo("gpt-4o");
        assertThat(root.has("response_format")).isFalse();
    }

    @Test
    void uploadsAnInputUnderANameOfItsFormat() {
        HttpCall call = cutout.uploads(new Cutout(IMAGE)).getFirst();

        assertThat(call.path()).isEqualTo("/api/ephemeral_resource");
        assertThat(sent(call)).isEqualTo(Json.read("{\"file_name\":\"input.jpg\",\"file_data\":\"AQID\"}"));
    }

    @Test
    void asksForAPictureByTheUploads() {
        HttpCall call = new PiapiPicture(null)
                .submission(new Picture("a disc", List.of(IMAGE, IMAGE), 2048), "nano-banana-pro", UPLOADS);

        assertThat(call.path()).isEqualTo("/api/v1/task");
        assertThat(sent(call))
                .isEqualTo(Json.read(
                        "{\"model\":\"gemini\",\"task_type\":\"nano-banana-pro\",\"input\":{\"prompt\":\"a disc\","
                                + "\"output_format\":\"png\",\"aspect_ratio\":\"1:1\",\"resolution\":\"2K\","
                                + "\"image_urls\":[\"https://s/1\",\"https://s/2\"]}}"));
    }

    @Test
    void asksForACutout() {
        assertThat(sent(cutout.submission(new Cutout(IMAGE), "Qubico/image-toolkit", UPLOADS.subList(0, 1))))
                .isEqualTo(Json.read("{\"model\":\"Qubico/image-toolkit\",\"task_type\":\"background-remove\","
                        + "\"input\":{\"image\":\"https://s/1\"}}"));
    }

    @Test
    void asksForAModelByItsFrontAlone() {
        Model model = new Model(IMAGE, Map.of("back", IMAGE), null, true);
        PiapiModel api = new PiapiModel(null);

        assertThat(api.uploads(model)).hasSize(1);
        assertThat(sent(api.submission(model, "Qubico/trellis2", UPLOADS.subList(0, 1))))
                .isEqualTo(Json.read("{\"model\":\"Qubico/trellis2\",\"task_type\":\"image-to-3d\","
                        + "\"input\":{\"image\":\"https://s/1\"}}"));
    }

    @Test
    void passesOverInputsThatPiapiDoesNotTake() {
        for (Image image : List.of(
                new Image("image/gif", Bytes.of(new byte[9]), 1, 1),
                new Image("image/png", Bytes.of(new byte[(10 << 20) + 1]), 1, 1))) {
            assertFault(Fault.PASSED_OVER, () -> cutout.uploads(new Cutout(image)));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{}", "no", "{\"url\":\"ftp://x\"}", "{\"data\":{\"url\":null}}", "{\"url\":[\"https://x\"]}"})
    void submitsNothingWithoutTheUrlOfAnUpload(String body) {
        assertFault(Fault.TRANSIENT, () -> cutout.submission(new Cutout(IMAGE), "m", List.of(answer(200, body))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "401|{\"code\":401,\"message\":\"invalid api key\"}|AUTH",
                "402|{}|QUOTA_OR_CREDITS",
                "400|{\"code\":400,\"message\":\"Insufficient Credits\"}|QUOTA_OR_CREDITS",
                "200|{\"code\":402,\"message\":\"\"}|QUOTA_OR_CREDITS",
                "429|{\"code\":429,\"message\":\"rate limit\"}|RATE_LIMITED",
                "429|{\"code\":429,\"message\":\"too many concurrent tasks\"}|CONCURRENCY_FULL",
                "200|{\"code\":429,\"message\":\"slow down\"}|RATE_LIMITED",
                "400|{\"code\":400,\"message\":\"prompt flagged NSFW\"}|SAFETY_REFUSAL",
                "400|{\"error\":{\"message\":\"no\",\"code\":\"content_policy_violation\"}}|SAFETY_REFUSAL",
                "400|{\"code\":400,\"message\":\"invalid input\"}|INVALID_INPUT",
                "400|{\"code\":400,\"message\":\"task type not supported\"}|CONFIG",
                "404|{\"error\":{\"message\":\"gone\",\"code\":\"model_not_found\"}}|CONFIG",
                "404|{\"code\":404,\"message\":\"Task not found\"}|JOB_LOST",
                "400|{\"code\":400,\"message\":\"task does not exist\"}|JOB_LOST",
                "500|{\"code\":500,\"message\":\"oops\"}|TRANSIENT",
                "503|{}|OVERLOADED",
                "502|<html>|AMBIGUOUS_SUBMIT",
                "200|{\"code\":10000,\"message\":\"unknown\"}|TRANSIENT",
                "200|{\"code\":0,\"message\":\"nothing\"}|TRANSIENT",
                "200|{\"error\":{\"message\":\"upstream\"}}|TRANSIENT",
                "200|{\"code\":200,\"data\":{\"status\":\"Completed\",\"error\":{\"code\":10000,\"message\":\"broke\"}}}|JOB_FAILED",
                "200|{\"code\":200,\"data\":{\"status\":\"failed\",\"error\":{\"code\":1,\"raw_message\":\"unsafe: NSFW\"}}}|SAFETY_REFUSAL",
                "200|<html>|AMBIGUOUS_SUBMIT",
                "200|[]|AMBIGUOUS_SUBMIT"
            })
    void classifiesWhatATaskIsAnsweredWith(int status, String body, Fault fault) {
        ProviderException found = cutout.fault(answer(status, body));

        assertThat(found).isNotNull().extracting(ProviderException::fault).isEqualTo(fault);
    }

    @Test
    void seesNoFaultInATaskThatGoesOn() {
        assertThat(cutout.fault(answer(200, task("pending", "null")))).isNull();
        assertThat(vision.fault(answer(200, "{\"choices\":[],\"error\":null}"))).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "../../account/info", "a/b", "a?b", "ä", "a b"})
    void takesNoIdThatCouldLeadElsewhere(String id) {
        HttpAnswer answer = answer(200, "{\"code\":200,\"data\":{\"task_id\":\"%s\"}}".formatted(id));

        assertFault(Fault.AMBIGUOUS_SUBMIT, () -> cutout.accepted(answer));
    }

    @ParameterizedTest
    @CsvSource({"pending,Queued", "Staged,Queued", "PROCESSING,Running", "running,Running", "'',Queued"})
    void readsAStatusInAnyCase(String status, String kind) {
        assertThat(cutout.status("1", answer(200, task(status, "null")))
                        .getClass()
                        .getSimpleName())
                .isEqualTo(kind);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"image_url\":\"https://s/a.png\"}",
                "{\"image_url\":\"\",\"image_urls\":[\"https://s/a.png\",\"https://s/b.png\"]}",
                "{\"image_url\":null,\"temporary_image_urls\":[\"https://s/a.png\"]}"
            })
    void findsOneImage(String output) {
        assertThat(cutout.status("1", answer(200, task("COMPLETED", output))))
                .isInstanceOfSatisfying(JobStatus.Done.class, done -> {
                    assertThat(done.content().downloads()).hasSize(1);
                    assertThat(done.content().downloads().getFirst().url()).hasToString("https://s/a.png");
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"model_file\":\"https://s/a.glb\",\"combined_video\":\"https://s/v.mp4\"}",
                "{\"no_background_image\":\"https://s/i.png\",\"model_urls\":[\"https://s/a.glb\"]}"
            })
    void findsAModelBesideAFilm(String output) {
        assertThat(new PiapiModel(null).status("1", answer(200, task("completed", output))))
                .isInstanceOfSatisfying(
                        JobStatus.Done.class,
                        done -> assertThat(done.content().downloads().getFirst())
                                .extracting("type", "url")
                                .map(Object::toString)
                                .containsExactly("glb", "https://s/a.glb"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "{}",
                "{\"image_url\":\"\"}",
                "{\"image_urls\":[]}",
                "{\"image_url\":\"file:///etc/passwd\"}",
                "{\"image_url\":\"http://[\"}",
                "{\"image_url\":{\"a\":1}}"
            })
    void takesNoOutputForAnEmptyResult(String output) {
        assertFault(Fault.EMPTY_RESULT, () -> cutout.status("1", answer(200, task("completed", output))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"choices\":[{\"message\":{\"content\":null,\"refusal\":\"no\"}}]}|SAFETY_REFUSAL",
                "{\"choices\":[{\"finish_reason\":\"content_filter\",\"message\":{\"content\":\"\"}}]}|SAFETY_REFUSAL",
                "{\"choices\":[{\"finish_reason\":\"length\",\"message\":{\"content\":\"{\"}}]}|EMPTY_RESULT",
                "{\"choices\":[]}|EMPTY_RESULT",
                "data: {\"choices\":[]}|EMPTY_RESULT",
                "<html>|EMPTY_RESULT"
            })
    void classifiesChatsWithoutAReading(String body, Fault fault) {
        assertFault(fault, () -> vision.answer(answer(200, body)));
    }

    @ParameterizedTest
    @CsvSource({"600000,0.06", "0,", "-5,", "1e999,", "\"x\","})
    void readsTheCostInPoints(String points, @Nullable Double usd) {
        String done = task(
                "completed",
                "{\"image_url\":\"https://s/a.png\"},\"meta\":{\"usage\":{\"consume\":%s}}".formatted(points));

        assertThat(new PiapiCutout(10_000_000).status("1", answer(200, done)))
                .isInstanceOfSatisfying(
                        JobStatus.Done.class,
                        it -> assertThat(it.content().costUsd()).isEqualTo(usd));
        assertThat(cutout.status("1", answer(200, done)))
                .isInstanceOfSatisfying(
                        JobStatus.Done.class,
                        it -> assertThat(it.content().costUsd()).isNull());
    }

    @Test
    void joinsThePartsOfAMessage() {
        assertThat(vision.answer(answer(
                                200,
                                "{\"choices\":[{\"message\":{\"content\":[{\"type\":\"text\",\"text\":\"{}\"}]}}]}"))
                        .json())
                .isEqualTo("{}");
    }

    private static void assertFault(Fault fault, Runnable run) {
        assertThatExceptionOfType(ProviderException.class)
                .isThrownBy(run::run)
                .satisfies(thrown -> assertThat(thrown.fault()).isEqualTo(fault));
    }

    private static String task(String status, String output) {
        return "{\"code\":200,\"data\":{\"task_id\":\"1\",\"status\":\"%s\",\"output\":%s,\"error\":{\"code\":0,\"message\":\"\"}}}"
                .formatted(status, output);
    }

    private static JsonNode sent(HttpCall call) {
        return Json.read(Objects.requireNonNull(call.body()));
    }

    private static HttpAnswer answer(int status, String body) {
        return new HttpAnswer(status, Map.of(), Bytes.of(body.getBytes(StandardCharsets.UTF_8)));
    }
}
