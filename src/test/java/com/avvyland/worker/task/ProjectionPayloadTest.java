// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.upokecenter.cbor.CBORObject;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Payloads of the two projection families, written by another codec than the worker's own. */
class ProjectionPayloadTest {

    private static final String STEP = "model.projection.step.v1";
    private static final String MODEL = "model.projection.model.v1";
    private static final String URL = "https://state.example.com/callback";
    private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    private static final TaskDecoder DECODER = new TaskDecoder(CborLimits.TASK, Set.of(TaskType.values()));

    @Test
    void readsEveryFieldOfAStep() {
        Map<String, Object> fields = step();
        fields.putAll(common());
        fields.putAll(Map.of("prompt_pack", "cinema", "reference_images", List.of(image(2), image(3))));
        fields.putAll(Map.of("max_attempts", 10, "pass_score", 0.25));
        fields.put("source_image", Map.of("mime", "image/webp", "bytes", new byte[] {9}, "width", 640, "height", 480));

        ProjectionStepTask task = decode(STEP, fields);

        assertThat(task.type()).isEqualTo(TaskType.MODEL_PROJECTION_STEP);
        assertThat(task.modelHash()).isEqualTo("hash-1");
        assertThat(task.callbackUrl()).isEqualTo(URL);
        assertThat(task.traceparent()).isEqualTo(TRACE);
        assertThat(task.tracestate()).isEqualTo("vendor=1");
        assertThat(task.priorityProviders()).containsExactly("openai", "gemini");
        assertThat(task.jobId()).isEqualTo("job-1");
        assertThat(task.stepId()).isEqualTo("step-1");
        assertThat(task.sequence()).isEqualTo(3);
        assertThat(task.prompt()).isEqualTo("a blue watering can");
        assertThat(task.promptPack()).isEqualTo("cinema");
        assertThat(task.view()).isEqualTo(Angle.parse("left"));
        assertThat(task.sourceImage()).isEqualTo(new Image("image/webp", Bytes.of((byte) 9), 640, 480));
        assertThat(task.model()).isNull();
        assertThat(task.referenceImages()).containsExactly(picture(2), picture(3));
        assertThat(task.maxAttempts()).isEqualTo(10);
        assertThat(task.passScore()).isEqualTo(0.25);
    }

    @Test
    void readsEveryFieldOfAStepFromAModel() {
        Map<String, Object> fields = step();
        fields.remove("source_image");
        fields.putAll(Map.of("input_format", "GLTF", "input_model", new byte[] {1, 2}));
        fields.putAll(
                Map.of("input_model_sha256", "AB".repeat(32), "input_resources", Map.of("a.bin", new byte[] {4})));

        ModelSource model = ((ProjectionStepTask) decode(STEP, fields)).model();

        assertThat(model)
                .isEqualTo(new ModelSource(
                        ".gltf", Bytes.of((byte) 1, (byte) 2), null, "ab".repeat(32), Map.of("a.bin", Bytes.of((byte)
                                4))));
    }

    @Test
    void readsAStepFromAModelBehindAUrl() {
        Map<String, Object> fields = step();
        fields.remove("source_image");
        fields.putAll(Map.of("input_format", ".glb", "input_model_url", "s3://models/a.glb"));

        ModelSource model = ((ProjectionStepTask) decode(STEP, fields)).model();

        assertThat(model).isEqualTo(new ModelSource(".glb", null, "s3://models/a.glb", null, Map.of()));
    }

    @Test
    void leavesToTheConfigurationWhatAStepDoesNotSay() {
        Map<String, Object> fields = step();
        fields.put("prompt_pack", "");
        fields.put("max_attempts", null);

        ProjectionStepTask task = decode(STEP, fields);

        assertThat(task.promptPack()).isEqualTo("default");
        assertThat(task.referenceImages()).isEmpty();
        assertThat(task.priorityProviders()).isEmpty();
        assertThat(task.maxAttempts()).isNull();
        assertThat(task.passScore()).isNull();
        assertThat(task.traceparent()).isNull();
    }

    static Stream<Arguments> bounds() {
        return Stream.of(
                bound("sequence", 0),
                bound("sequence", 10_000),
                bound("prompt", "x".repeat(4000)),
                bound("max_attempts", 1),
                bound("pass_score", 0),
                bound("pass_score", 1.0),
                bound("reference_images", Collections.nCopies(8, image(1))),
                bound("view", "-359.5,89.999"));
    }

    @ParameterizedTest
    @MethodSource("bounds")
    void takesTheLastValueThatIsAllowed(String key, Object value) {
        Map<String, Object> fields = step();
        fields.put(key, value);

        assertThat(DECODER.decode(STEP, encoded(fields))).isInstanceOf(ProjectionStepTask.class);
    }

    static Stream<Arguments> wrongSteps() {
        return Stream.of(
                wrong("model_hash", null, "model_hash: absent"),
                wrong("job_id", null, "job_id: absent (expected: 1..256 characters)"),
                wrong("job_id", "x".repeat(257), "job_id: 257 characters"),
                wrong("step_id", "", "step_id: absent (expected: 1..256 characters)"),
                wrong("step_id", "x".repeat(257), "step_id: 257 characters"),
                wrong("sequence", null, "sequence: -1 (expected: 0..10000)"),
                wrong("sequence", -1, "sequence: -1 (expected: 0..10000)"),
                wrong("sequence", 10_001, "sequence: 10001 (expected: 0..10000)"),
                wrong("sequence", 1.5, "sequence: wrong type (expected: an integer in range)"),
                wrong("prompt", null, "prompt: absent (expected: 1..4000 characters)"),
                wrong("prompt", "x".repeat(4001), "prompt: 4001 characters"),
                wrong("prompt", List.of("a"), "prompt: wrong type (expected: text)"),
                wrong("prompt_pack", "x".repeat(65), "prompt_pack: 65 characters"),
                wrong("view", null, "view: absent"),
                wrong("view", "inside", "view: inside (expected: front, back, left"),
                wrong("view", "361,0", "view: 361,0 (expected: front"),
                wrong("view", "0,91", "view: 0,91 (expected: front"),
                wrong("view", "x".repeat(33), "view: 33 characters"),
                wrong("source_image", null, "source_image: absent (expected: exactly one of source_image and a model)"),
                wrong("source_image", "text", "source_image: wrong type (expected: a map)"),
                wrong("source_image", Map.of("mime", "image/png"), "source_image.bytes: absent"),
                wrong("source_image", Map.of("bytes", new byte[1]), "source_image.mime: absent"),
                wrong("source_image", bytes(new byte[0]), "source_image.bytes: absent (expected: an encoded image)"),
                wrong("source_image", bytes("text"), "source_image.bytes: wrong type (expected: a byte string)"),
                wrong("input_model", new byte[] {1}, "input_format: absent"),
                wrong("input_model_url", "s3://a/b", "input_format: absent"),
                wrong("reference_images", Collections.nCopies(9, image(1)), "reference_images: 9 (expected: 0..8)"),
                wrong("reference_images", image(1), "reference_images: wrong type (expected: an array)"),
                wrong("reference_images", List.of(image(1), bytes(new byte[0])), "reference_images[1].bytes: absent"),
                wrong("reference_images", Arrays.asList(image(1), null), "reference_images.1: "),
                wrong("priority_providers", Arrays.asList("openai", null), "priority_providers.1: "),
                wrong("max_attempts", 0, "max_attempts: 0 (expected: 1..10)"),
                wrong("max_attempts", 11, "max_attempts: 11 (expected: 1..10)"),
                wrong("max_attempts", 1L << 40, "max_attempts: wrong type (expected: an integer in range)"),
                wrong("pass_score", 2.0, "pass_score: 2.0 (expected: 0..1)"),
                wrong("pass_score", -0.01, "pass_score: -0.01 (expected: 0..1)"),
                wrong("pass_score", "0.5", "pass_score: wrong type"));
    }

    @ParameterizedTest
    @MethodSource("wrongSteps")
    void saysWhichFieldOfAStepIsWrongAndToWhom(String key, @Nullable Object value, String message) {
        assertRefused(STEP, step(), key, value, message);
    }

    @Test
    void refusesAStepWithAPictureAndAModel() {
        Map<String, Object> fields = step();
        fields.putAll(Map.of("input_format", ".glb", "input_model", new byte[] {1}));
        assertRefused(STEP, fields, "tracestate", "", "source_image: given beside a model (expected: exactly one");
        fields.put("input_model_url", "s3://a/b");
        assertRefused(STEP, fields, "tracestate", "", "input_model: given beside input_model_url");
        fields.remove("input_model_url");
        fields.put("input_model_sha256", "zz");
        assertRefused(STEP, fields, "tracestate", "", "input_model_sha256: 2 characters");
    }

    @Test
    void readsEveryFieldOfAModel() {
        Map<String, Object> fields = model();
        fields.putAll(common());
        fields.put("target_faces", 1_500_000);
        fields.put("preview", Map.of("angles", List.of("front"), "width", 64, "height", 32, "mime", "image/jpeg"));

        ProjectionModelTask task = decode(MODEL, fields);

        assertThat(task.type()).isEqualTo(TaskType.MODEL_PROJECTION_MODEL);
        assertThat(task.modelHash()).isEqualTo("hash-1");
        assertThat(task.callbackUrl()).isEqualTo(URL);
        assertThat(task.traceparent()).isEqualTo(TRACE);
        assertThat(task.tracestate()).isEqualTo("vendor=1");
        assertThat(task.priorityProviders()).containsExactly("openai", "gemini");
        assertThat(task.jobId()).isEqualTo("job-1");
        assertThat(task.views())
                .containsExactly(
                        new ProjectionModelTask.View(Angle.parse("front"), picture(1)),
                        new ProjectionModelTask.View(Angle.parse("180,0"), picture(2)));
        assertThat(task.targetFaces()).isEqualTo(1_500_000);
        assertThat(task.preview())
                .isEqualTo(new PreviewOptions(List.of(Angle.parse("front")), 64, 32, ImageMime.JPEG, null));
    }

    @Test
    void leavesToTheConfigurationWhatAModelDoesNotSay() {
        ProjectionModelTask task = decode(MODEL, model());

        assertThat(task.targetFaces()).isNull();
        assertThat(task.preview()).isEqualTo(PreviewOptions.UNSET);
        assertThat(task.priorityProviders()).isEmpty();
    }

    static Stream<Arguments> wrongModels() {
        return Stream.of(
                wrong("model_hash", "", "model_hash: absent"),
                wrong("job_id", null, "job_id: absent"),
                wrong("views", null, "views: 0 (expected: 1..8)"),
                wrong("views", List.of(), "views: 0 (expected: 1..8)"),
                wrong("views", Collections.nCopies(9, view("front", 1)), "views: 9 (expected: 1..8)"),
                wrong("views", view("front", 1), "views: wrong type (expected: an array)"),
                wrong("views", Collections.singletonList(null), "views.0: "),
                wrong("views", List.of(Map.of("view", "front")), "views[0].image: absent (expected: an image)"),
                wrong("views", List.of(Map.of("image", image(1))), "views[0].view: absent"),
                wrong("views", List.of(view("front", 1), view("inside", 2)), "views[1].view: inside (expected: front"),
                wrong(
                        "views",
                        List.of(Map.of("view", "front", "image", bytes(new byte[0]))),
                        "views[0].image.bytes: absent"),
                wrong(
                        "views",
                        List.of(Map.of("view", "front", "image", Map.of("bytes", new byte[1]))),
                        "views[0].image.mime: absent"),
                wrong("target_faces", 0, "target_faces: 0 (expected: 1..1500000)"),
                wrong("target_faces", 1_500_001, "target_faces: 1500001 (expected: 1..1500000)"),
                wrong("preview", Map.of("width", 15), "preview.width: 15 (expected: 16..4096)"),
                wrong("preview", Map.of("mime", "image/gif"), "mime: image/gif"));
    }

    @ParameterizedTest
    @MethodSource("wrongModels")
    void saysWhichFieldOfAModelIsWrongAndToWhom(String key, @Nullable Object value, String message) {
        assertRefused(MODEL, model(), key, value, message);
    }

    /** The failure goes to the task's own address, with the ids that its receiver knows it by. */
    private static void assertRefused(
            String type, Map<String, Object> sound, String key, @Nullable Object value, String message) {
        Map<String, Object> fields = new LinkedHashMap<>(sound);
        if (value == null) {
            fields.remove(key);
        } else {
            fields.put(key, value);
        }
        UndecodableTaskException refused =
                catchThrowableOfType(UndecodableTaskException.class, () -> DECODER.decode(type, encoded(fields)));

        assertThat(refused).isNotNull().hasMessageStartingWith(message);
        assertThat(refused.callbackUrl()).isEqualTo(URL);
        FailedCallback told = refused.failed("task-1", "error", FailureCode.INVALID_PAYLOAD);
        assertThat(told.errorCode()).isEqualTo("invalid_payload");
        assertThat(told.jobId()).isEqualTo(kept(fields, "job_id"));
        assertThat(told.stepId()).isEqualTo(kept(fields, "step_id"));
    }

    private static @Nullable Object kept(Map<String, Object> fields, String key) {
        Object value = fields.get(key);
        return value instanceof String text && text.length() <= 256 ? text : null;
    }

    private static Arguments wrong(String key, @Nullable Object value, String message) {
        return Arguments.of(key, value, message);
    }

    private static Arguments bound(String key, Object value) {
        return Arguments.of(key, value);
    }

    private static Map<String, Object> step() {
        Map<String, Object> fields = new HashMap<>(Map.of("model_hash", "hash-1", "callback_url", URL));
        fields.putAll(Map.of("job_id", "job-1", "step_id", "step-1", "sequence", 3, "prompt", "a blue watering can"));
        fields.putAll(Map.of("view", "left", "source_image", image(1)));
        return fields;
    }

    private static Map<String, Object> model() {
        return new HashMap<>(Map.of(
                "model_hash",
                "hash-1",
                "callback_url",
                URL,
                "job_id",
                "job-1",
                "views",
                List.of(view("front", 1), view("180,0", 2))));
    }

    private static Map<String, Object> common() {
        return Map.of(
                "traceparent", TRACE, "tracestate", "vendor=1", "priority_providers", List.of("openai", "gemini"));
    }

    private static Map<String, Object> view(String side, int content) {
        return Map.of("view", side, "image", image(content));
    }

    private static Map<String, Object> image(int content) {
        return bytes(new byte[] {(byte) content});
    }

    private static Map<String, Object> bytes(Object content) {
        return Map.of("mime", "image/png", "bytes", content);
    }

    private static Image picture(int content) {
        return new Image("image/png", Bytes.of((byte) content), null, null);
    }

    private static Bytes encoded(Map<String, Object> fields) {
        return Bytes.of(CBORObject.FromObject(fields).EncodeToBytes());
    }

    @SuppressWarnings("unchecked")
    private static <T extends Task> T decode(String type, Map<String, Object> fields) {
        return (T) DECODER.decode(type, encoded(fields));
    }
}
