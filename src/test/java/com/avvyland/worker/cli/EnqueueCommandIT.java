// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.avvyland.worker.asynq.inspect.Inspector;
import com.avvyland.worker.asynq.inspect.TaskState;
import com.avvyland.worker.asynq.proto.TaskMessage;
import com.avvyland.worker.asynq.testing.TestingStore;
import com.avvyland.worker.task.Bytes;
import com.avvyland.worker.task.CborLimits;
import com.avvyland.worker.task.ObjectPipelineTask;
import com.avvyland.worker.task.ProjectionStepTask;
import com.avvyland.worker.task.TaskDecoder;
import com.avvyland.worker.task.TaskType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnqueueCommandIT {

    @RegisterExtension
    static final TestingStore STORE = new TestingStore();

    private static final String PREVIEW = "model.preview.v1";
    private static final String URL = "https://state.example/c";

    @TempDir
    Path directory;

    private Path payload;
    private Path model;
    private final Inspector inspector = new Inspector(STORE.redis(), Clock.systemUTC());

    @BeforeEach
    void write() throws IOException {
        Map<String, Object> task = Map.of(
                "model_hash", "h", "callback_url", URL, "input_format", ".glb", "input_model", new byte[] {1, 2});
        payload = Files.write(directory.resolve("task.cbor"), new CBORMapper().writeValueAsBytes(task));
        model = Files.write(directory.resolve("chair.glb"), new byte[] {'g', 'l', 'T', 'F'});
    }

    @Test
    void putsAPayloadIntoTheQueueOfItsType() throws IOException {
        TestingCommand ended = enqueue(PREVIEW, "--payload", payload.toString());

        assertThat(ended.status()).isZero();
        TaskMessage message = find("model_preview", ended.out().strip());
        assertThat(message.getType()).isEqualTo(PREVIEW);
        assertThat(message.getPayload().toByteArray()).isEqualTo(Files.readAllBytes(payload));
        assertThat(message.getRetry()).isEqualTo(25);
        assertThat(message.getTimeout()).isEqualTo(1800);
    }

    @Test
    void takesTheQueueThatIsConfigured() {
        var environment = new HashMap<>(environment());
        environment.put("MODEL_PREVIEW_QUEUE_NAME", "mine");

        JsonNode task = TestingCommand.run(environment, "enqueue", PREVIEW, "--payload", payload.toString(), "--json")
                .json();

        assertThat(task.fieldNames()).toIterable().containsExactly("id", "queue", "type", "state", "process_at");
        assertThat(task.path("queue").asText()).isEqualTo("mine");
        assertThat(task.path("state").asText()).isEqualTo("pending");
    }

    @Test
    void passesEveryOptionOfAsynqOn() {
        Instant later =
                Clock.systemUTC().instant().truncatedTo(ChronoUnit.SECONDS).plusSeconds(600);

        TestingCommand ended = enqueue(
                PREVIEW,
                "--payload=" + payload,
                "--queue=q",
                "--id=i",
                "--max-retry=3",
                "--timeout=90s",
                "--deadline=" + later.plusSeconds(600),
                "--unique=1h",
                "--process-at=" + later,
                "--retention=2h",
                "--header=traceparent=00-1",
                "--header=k=v=w");

        assertThat(ended.out()).isEqualTo("i\n");
        TaskMessage message = find("q", "i");
        assertThat(message.getRetry()).isEqualTo(3);
        assertThat(message.getTimeout()).isEqualTo(90);
        assertThat(message.getDeadline()).isEqualTo(later.getEpochSecond() + 600);
        assertThat(message.getRetention()).isEqualTo(7200);
        assertThat(message.getUniqueKey()).isNotEmpty();
        assertThat(message.getHeadersMap()).isEqualTo(Map.of("traceparent", "00-1", "k", "v=w"));
        assertThat(inspector.tasks().find("q", "i"))
                .get()
                .satisfies(task -> assertThat(task.state()).isEqualTo(TaskState.SCHEDULED))
                .satisfies(task -> assertThat(task.due()).isEqualTo(later));
        assertThat(enqueue(PREVIEW, "--payload=" + payload, "--queue=q", "--unique=1h")
                        .err())
                .isEqualTo("avvy-worker: enqueue: task already exists (expected: none in the way; see task inspect)\n");
        assertThat(enqueue(PREVIEW, "--payload=" + payload, "--queue=q", "--id=i")
                        .status())
                .isEqualTo(1);
    }

    @Test
    void schedulesFromNow() {
        JsonNode task = enqueue(PREVIEW, "--payload=" + payload, "--process-in=1h", "--json")
                .json();

        assertThat(task.path("state").asText()).isEqualTo("scheduled");
        assertThat(Instant.parse(task.path("process_at").asText()))
                .isAfter(Clock.systemUTC().instant().plusSeconds(3500));
    }

    @Test
    void makesThePayloadOfAModel() {
        TestingCommand ended = enqueue(
                "model.object_pipeline.v1",
                "--model=" + model,
                "--callback-url=" + URL,
                "--field=preview={\"width\":256,\"angles\":[\"front\"]}",
                "--field=priority_providers=[\"openai\"]");

        var task =
                (ObjectPipelineTask) decoded(find("model_preview", ended.out().strip()));
        assertThat(task.callbackUrl()).isEqualTo(URL);
        assertThat(task.priorityProviders()).containsExactly("openai");
        assertThat(task.toString()).contains("width=256");
    }

    @Test
    void makesAProjectionStepOfAModelAndItsFields() {
        TestingCommand ended = enqueue(
                "model.projection.step.v1",
                "--model=" + model,
                "--callback-url=" + URL,
                "--field=job_id=j",
                "--field=step_id=s",
                "--field=sequence=2",
                "--field=view=back",
                "--field=prompt=a red chair");

        assertThat(ended.err()).isEmpty();
        var task = (ProjectionStepTask)
                decoded(find("model_projection", ended.out().strip()));
        assertThat(task.prompt()).isEqualTo("a red chair");
        assertThat(task.sequence()).isEqualTo(2);
    }

    @Test
    void refusesWhatAWorkerCouldNotDecodeUnlessForced() throws IOException {
        Path broken = Files.write(directory.resolve("broken.cbor"), new byte[] {(byte) 0xa0});

        TestingCommand refused = enqueue(PREVIEW, "--payload", broken.toString());
        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.err()).startsWith("avvy-worker: model_hash: absent").hasLineCount(1);
        assertThat(inspector.queues()).isEmpty();

        assertThat(enqueue(PREVIEW, "--payload", broken.toString(), "--force").status())
                .isZero();
        assertThat(enqueue("any.type", "--payload", broken.toString(), "--force", "--queue=q")
                        .status())
                .isZero();
    }

    @Test
    void refusesAPayloadThatAWorkerWouldNotRead() throws IOException {
        Path yaml = Files.writeString(directory.resolve("config.yaml"), "worker: {max_payload: 1KiB}\n");
        Path large = Files.write(directory.resolve("large.cbor"), new byte[1025]);
        var environment = new HashMap<>(environment());
        environment.put("MODEL_PREVIEW_WORKER_CONFIG", yaml.toString());

        TestingCommand refused = TestingCommand.run(environment, "enqueue", PREVIEW, "--payload", large.toString());

        assertThat(refused.err())
                .contains("too large (expected: at most 1024 bytes")
                .hasLineCount(1);
        assertThat(refused.status()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "model.preview.v1                                   | enqueue: nothing (expected: --payload or --model)",
                "model.preview.v1 --payload a --model b             | enqueue: both (expected: --payload or --model)",
                "model.preview.v2 --payload a                       | TYPE: model.preview.v2 (expected: one of model.preview.v1,",
                "--payload a                                        | TYPE: absent (expected: one of model.preview.v1,",
                "model.preview.v1 --model a                         | --callback-url: absent",
                "model.projection.model.v1 --model a --callback-url u | --model: model.projection.model.v1 takes none",
                "model.preview.v1 --payload a --callback-url u      | --callback-url, --field: with --payload",
                "any --force --payload DIR/task.cbor                | --queue: absent (expected: a name,",
                "model.preview.v1 --payload DIR/task.cbor --timeout 1500ms | --timeout: 1500ms (expected: whole seconds)",
                "model.preview.v1 --payload DIR/task.cbor --unique 1ms | Unique TTL cannot be less than 1s",
                "model.preview.v1 --payload DIR/task.cbor --process-in 1s --process-at 2026-01-01T00:00:00Z | --process-in: with --process-at",
                "model.preview.v1 --payload DIR/task.cbor --deadline soon | Invalid value for option '--deadline'",
            })
    void endsWithTwoForAWrongCommandLine(String args, String message) {
        TestingCommand ended = enqueue(args.replace("DIR", directory.toString()).split(" "));

        assertThat(ended.err()).startsWith("avvy-worker: " + message).hasLineCount(2);
        assertThat(ended.status()).isEqualTo(2);
        assertThat(inspector.queues()).isEmpty();
    }

    @Test
    void saysInOneLineWhatFileIsMissing() {
        assertThat(enqueue(PREVIEW, "--payload", "gone.cbor"))
                .isEqualTo(new TestingCommand(3, "", "avvy-worker: gone.cbor: not there (expected: a file)\n"));
        TestingCommand model = enqueue(PREVIEW, "--model", "gone.glb", "--callback-url", URL);
        assertThat(model.status()).isEqualTo(3);
        assertThat(model.err()).hasLineCount(1);
    }

    private static Object decoded(TaskMessage message) {
        return new TaskDecoder(CborLimits.TASK, EnumSet.allOf(TaskType.class))
                .decode(message.getType(), Bytes.of(message.getPayload().toByteArray()));
    }

    private TaskMessage find(String queue, String id) {
        return Objects.requireNonNull(
                inspector.tasks().find(queue, id).orElseThrow().message());
    }

    private static TestingCommand enqueue(String... args) {
        String[] all = new String[args.length + 1];
        all[0] = "enqueue";
        System.arraycopy(args, 0, all, 1, args.length);
        return TestingCommand.run(environment(), all);
    }

    private static Map<String, String> environment() {
        return Map.of("REDIS_ADDRESS", STORE.server().uri());
    }
}
