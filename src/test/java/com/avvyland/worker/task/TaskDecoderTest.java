// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TaskDecoderTest {

    private static final String TYPE = "model.preview.v1";
    private static final String URL = "https://state.example.com/callback";
    private static final byte[] NULL_MODEL_URL = HexFormat.of().parseHex("6f696e7075745f6d6f64656c5f75726cf6");
    private static final TaskDecoder DECODER = new TaskDecoder(CborLimits.TASK, Set.of(TaskType.MODEL_PREVIEW));

    @Test
    void readsEveryFieldOfAPreviewTask() {
        Bytes payload = TestingPayload.sound()
                .with("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
                .with("tracestate", "vendor=1")
                .with("priority_providers", List.of("gemini", "openai"))
                .with("input_model_sha256", "AB".repeat(32))
                .with("input_resources", Map.of("textures/a.png", Bytes.of((byte) 1, (byte) 2)))
                .with(
                        "preview",
                        Map.of(
                                "angles",
                                List.of("front", "35,25"),
                                "width",
                                640,
                                "height",
                                480,
                                "mime",
                                "image/webp",
                                "background",
                                "transparent"))
                .bytes();

        ModelPreviewTask task = decode(payload);

        assertThat(task.modelHash()).isEqualTo("hash-1");
        assertThat(task.callbackUrl()).isEqualTo(URL);
        assertThat(task.traceparent()).startsWith("00-0af7");
        assertThat(task.tracestate()).isEqualTo("vendor=1");
        assertThat(task.priorityProviders()).containsExactly("gemini", "openai");
        assertThat(task.source().inputFormat()).isEqualTo(".glb");
        assertThat(task.source().sha256()).isEqualTo("ab".repeat(32));
        assertThat(task.source().resources()).containsOnlyKeys("textures/a.png");
        assertThat(task.source().resources().get("textures/a.png")).isEqualTo(Bytes.of((byte) 1, (byte) 2));
        assertThat(task.preview().angles()).extracting(Angle::name).containsExactly("front", "35,25");
        assertThat(task.preview().width()).isEqualTo(640);
        assertThat(task.preview().mime()).isEqualTo(ImageMime.WEBP);
        assertThat(task.preview().background()).isEqualTo("transparent");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 23, 24, 255, 256, 65_535, 65_536, 5_000_000})
    void namesTheModelInsideThePayloadWithoutACopy(int length) {
        byte[] model = new byte[length];
        Arrays.fill(model, (byte) 7);
        Bytes whole =
                TestingPayload.sound().with("input_model", Bytes.of(model)).bytes();
        byte[] padded = new byte[whole.length() + 11];
        System.arraycopy(whole.array(), 0, padded, 5, whole.length());
        Bytes payload = new Bytes(padded, 5, whole.length());

        decode(payload);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        ModelPreviewTask task = decode(payload);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;

        assertThat(task.source().bytes()).isEqualTo(Bytes.of(model));
        assertThat(task.source().bytes()).extracting(Bytes::array).isSameAs(padded);
        assertThat(allocated).isLessThan(200_000);
    }

    @Test
    void ignoresKeysItDoesNotKnow() {
        Bytes payload = TestingPayload.sound()
                .with("a_later_field", Map.of("deep", List.of(1, 2.5, Bytes.of(new byte[1000]))))
                .bytes();
        assertThat(decode(payload).modelHash()).isEqualTo("hash-1");
    }

    @Test
    void takesNullForAbsent() {
        // TestingPayload writes no null, as the worker never does; a Go producer does for a nil pointer.
        Bytes whole = TestingPayload.sound().bytes();
        byte[] extended = new byte[whole.length() + 17];
        System.arraycopy(whole.array(), 0, extended, 0, whole.length());
        extended[0]++;
        System.arraycopy(NULL_MODEL_URL, 0, extended, whole.length(), NULL_MODEL_URL.length);

        assertThat(decode(Bytes.of(extended)).source().url()).isNull();
    }

    @Test
    void takesEmptyTextForAbsent() {
        Bytes payload = TestingPayload.sound()
                .with("input_model_url", "")
                .with("traceparent", "")
                .bytes();

        assertThat(decode(payload).source().url()).isNull();
        assertThat(decode(payload).traceparent()).isNull();
    }

    static Stream<Arguments> wrongFields() {
        return Stream.of(
                wrong("model_hash", null, "model_hash: absent (expected: 1..512 characters)"),
                wrong("model_hash", "", "model_hash: absent (expected: 1..512 characters)"),
                wrong("model_hash", "x".repeat(513), "model_hash: 513 characters (expected: 1..512 characters)"),
                wrong("model_hash", 7, "model_hash: wrong type (expected: text)"),
                wrong("model_hash", true, "model_hash: wrong type (expected: text)"),
                wrong("model_hash", 1.5, "model_hash: wrong type (expected: text)"),
                wrong("model_hash", Bytes.of((byte) 104), "model_hash: wrong type (expected: text)"),
                wrong("model_hash", List.of("h"), "model_hash: wrong type (expected: text)"),
                wrong("input_format", null, "input_format: absent (expected: 1..32 characters)"),
                wrong("input_model", "text", "input_model: wrong type (expected: a byte string)"),
                wrong("input_model", List.of(1), "input_model: wrong type (expected: a byte string)"),
                wrong(
                        "input_model",
                        null,
                        "input_model: absent (expected: exactly one of input_model and input_model_url)"),
                wrong(
                        "input_model_url",
                        "s3://b/k",
                        "input_model: given beside input_model_url (expected: exactly one of input_model and"
                                + " input_model_url)"),
                wrong("input_model_sha256", "zz", "input_model_sha256: 2 characters (expected: 64 hexadecimal digits)"),
                wrong("input_resources", List.of(), "input_resources: wrong type (expected: a map)"),
                wrong(
                        "input_resources",
                        Map.of("a.png", "text"),
                        "input_resources.a.png: wrong type (expected: a byte string)"),
                wrong("priority_providers", "openai", "priority_providers: wrong type (expected: an array)"),
                wrong("priority_providers", List.of(1), "priority_providers.0: wrong type (expected: text)"),
                wrong("traceparent", "0".repeat(56), "traceparent: 56 characters (expected: 1..55 characters)"),
                wrong("preview", 1, "preview: wrong type (expected: a map)"),
                wrong("preview", Map.of("width", 15), "preview.width: 15 (expected: 16..4096)"),
                wrong("preview", Map.of("height", 4097), "preview.height: 4097 (expected: 16..4096)"),
                wrong("preview", Map.of("width", 640.0), "preview.width: wrong type (expected: an integer in range)"),
                wrong("preview", Map.of("width", "640"), "preview.width: wrong type (expected: an integer in range)"),
                wrong(
                        "preview",
                        Map.of("width", 1L << 33),
                        "preview.width: wrong type (expected: an integer in range)"),
                wrong("preview", Map.of("width", true), "preview.width: wrong type (expected: an integer in range)"),
                wrong(
                        "preview",
                        Map.of("mime", "image/gif"),
                        "mime: image/gif (expected: image/png, image/webp or image/jpeg)"));
    }

    private static Arguments wrong(String key, @Nullable Object value, String message) {
        return Arguments.of(key, value, message);
    }

    @ParameterizedTest
    @MethodSource("wrongFields")
    void saysWhichFieldIsWrongAndWhereToReportIt(String key, @Nullable Object value, String message) {
        TestingPayload payload = TestingPayload.sound().without(key);
        UndecodableTaskException refused = refuse(TYPE, (value == null ? payload : payload.with(key, value)).bytes());

        assertThat(refused).hasMessage(message);
        assertThat(refused.code()).isEqualTo(FailureCode.INVALID_PAYLOAD);
        assertThat(refused.callbackUrl()).isEqualTo(URL);
        assertThat(hash(refused)).isEqualTo(key.equals("model_hash") ? hash(refused) : "hash-1");
    }

    private static String hash(UndecodableTaskException refused) {
        return refused.failed("task-1", "error", FailureCode.INVALID_PAYLOAD).modelHash();
    }

    static Stream<Object> unusableUrls() {
        return Stream.of(
                "",
                "state.example.com",
                "/callback",
                "ftp://a/b",
                "javascript:alert(1)",
                "https://a b/",
                5,
                "https://h/{{env:SECRET}}",
                "https://h/" + "x".repeat(2048),
                List.of(URL),
                Bytes.of((byte) 1));
    }

    @ParameterizedTest
    @MethodSource("unusableUrls")
    void namesNoAddressWhereCallbackUrlIsUnusable(Object url) {
        UndecodableTaskException refused =
                refuse(TYPE, TestingPayload.sound().with("callback_url", url).bytes());
        assertThat(refused.callbackUrl()).isNull();
        assertThat(refused).hasMessageStartingWith("callback_url: ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "model.preview.v2",
                "model.object_pipeline.v1",
                "model.projection.step.v1",
                "model.projection.model.v1",
                "",
                "x"
            })
    void reportsATaskTypeItCannotRun(String type) {
        UndecodableTaskException refused = refuse(type, TestingPayload.sound().bytes());
        assertThat(refused).hasMessage("task type: %s (expected: model.preview.v1)", type);
        assertThat(refused.callbackUrl()).isEqualTo(URL);
        assertThat(hash(refused)).isEqualTo("hash-1");
    }

    @Test
    void readsAnObjectPipelineTaskWhereThatFamilyCanBeRun() {
        TaskDecoder decoder =
                new TaskDecoder(CborLimits.TASK, Set.of(TaskType.MODEL_PREVIEW, TaskType.MODEL_OBJECT_PIPELINE));
        Bytes payload = TestingPayload.sound()
                .without("input_model")
                .with("input_model_url", "s3://models/a.glb")
                .with("input_model_sha256", "AB".repeat(32))
                .with("priority_providers", List.of("openai"))
                .with("preview", Map.of("width", 64))
                .bytes();

        ObjectPipelineTask task = (ObjectPipelineTask) decoder.decode("model.object_pipeline.v1", payload);

        assertThat(task.type()).isEqualTo(TaskType.MODEL_OBJECT_PIPELINE);
        assertThat(task.modelHash()).isEqualTo("hash-1");
        assertThat(task.callbackUrl()).isEqualTo(URL);
        assertThat(task.priorityProviders()).containsExactly("openai");
        assertThat(task.source().bytes()).isNull();
        assertThat(task.source().url()).isEqualTo("s3://models/a.glb");
        assertThat(task.source().sha256()).isEqualTo("ab".repeat(32));
        assertThat(task.preview().width()).isEqualTo(64);
        assertThat(decoder.decode(TYPE, payload)).isInstanceOf(ModelPreviewTask.class);
    }

    @Test
    void namesEveryFamilyItCanRunWhenItRefusesAnother() {
        TaskDecoder decoder =
                new TaskDecoder(CborLimits.TASK, Set.of(TaskType.MODEL_OBJECT_PIPELINE, TaskType.MODEL_PREVIEW));
        UndecodableTaskException refused = catchThrowableOfType(
                UndecodableTaskException.class,
                () -> decoder.decode("x", TestingPayload.sound().bytes()));
        assertThat(refused).hasMessage("task type: x (expected: model.preview.v1, model.object_pipeline.v1)");
    }

    @Test
    void readsNothingOutOfADocumentThatIsRefused() {
        byte[] truncated = TestingPayload.sound().bytes().toByteArray();
        UndecodableTaskException refused = refuse(TYPE, new Bytes(truncated, 0, truncated.length - 1));
        assertThat(refused.callbackUrl()).isNull();
        assertThat(refused.getCause()).isInstanceOf(RefusedCborException.class);
    }

    static List<HostileCbor> hostile() {
        return HostileCbor.all();
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void boundsWhatARefusalCosts(HostileCbor hostile) {
        TaskDecoder decoder =
                new TaskDecoder(CborLimits.TASK.withMaxBytes(HostileCbor.LARGEST), Set.of(TaskType.MODEL_PREVIEW));
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        var _ = catchThrowableOfType(
                UndecodableTaskException.class, () -> decoder.decode(TYPE, Bytes.of(hostile.document())));
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(16 << 20);
    }

    private static ModelPreviewTask decode(Bytes payload) {
        return (ModelPreviewTask) DECODER.decode(TYPE, payload);
    }

    private static UndecodableTaskException refuse(String type, Bytes payload) {
        UndecodableTaskException refused =
                catchThrowableOfType(UndecodableTaskException.class, () -> DECODER.decode(type, payload));
        assertThat(refused).isNotNull();
        return refused;
    }
}
