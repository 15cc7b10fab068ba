// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.avvyland.worker.asynq.NewTask;
import com.avvyland.worker.asynq.inspect.TaskInfo;
import com.avvyland.worker.asynq.testing.TestingStore;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class StoredTaskIT {

    @RegisterExtension
    static final TestingStore STORE = new TestingStore();

    private static final String QUEUE = "model_preview";
    private static final String PREVIEW = "model.preview.v1";

    @TempDir
    Path directory;

    private final TestingQueues queues = new TestingQueues(STORE.redis(), QUEUE);

    @Test
    void exportsWhatEnqueueTakesAgain() throws IOException {
        byte[] payload = new CBORMapper()
                .writeValueAsBytes(Map.of(
                        "model_hash",
                        "h",
                        "callback_url",
                        "https://a.example/c",
                        "input_format",
                        ".glb",
                        "input_model",
                        new byte[] {1}));
        queues.enqueue(NewTask.of(PREVIEW).queue(QUEUE).id("bad").payload(payload), "archive invalid_model: x");
        queues.start();
        queues.awaitQueue(QUEUE, queue -> queue.archived() == 1);
        queues.close();
        Path file = directory.resolve("bad.cbor");

        assertThat(task("export", QUEUE, "bad", "--out", file.toString()).status())
                .isZero();
        assertThat(task("export", QUEUE, "bad", "--out", file.toString()).err())
                .contains("exists (expected: a new file");

        assertThat(file).hasBinaryContent(payload);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        JsonNode note = new ObjectMapper().readTree(Files.readString(directory.resolve("bad.cbor.json")));
        assertThat(note.path("type").asText()).isEqualTo(PREVIEW);
        assertThat(note.path("error").asText()).isEqualTo("invalid_model: x");
        TestingCommand again = TestingCommand.run(
                environment(), "enqueue", "--payload", file.toString(), "--queue", "trial", "--json");
        assertThat(again.json().path("type").asText()).isEqualTo(PREVIEW);
        assertThat(queues.inspector()
                        .tasks()
                        .find("trial", again.json().path("id").asText()))
                .get()
                .extracting(TaskInfo::message)
                .satisfies(message ->
                        assertThat(message.getPayload().toByteArray()).isEqualTo(payload));
    }

    @Test
    void listsWhatCantBeReadByItsId() {
        queues.enqueue(NewTask.of(PREVIEW).queue(QUEUE).id("broken"), "done");
        STORE.oracle().raw("HSET", "asynq:{model_preview}:t:broken", "msg", "\u00ff\u00ff");

        assertThat(task("ls", QUEUE, "--state", "pending", "--json")
                        .json()
                        .at("/tasks/0/readable")
                        .asBoolean(true))
                .isFalse();
        assertThat(task("ls", QUEUE).out()).contains("broken", "unreadable");
        assertThat(task("inspect", QUEUE, "broken").status()).isEqualTo(1);
        assertThat(task("delete", QUEUE, "--state", "pending", "--yes").out()).startsWith("delete: 1 of 1");
    }

    private static TestingCommand task(String... args) {
        String[] all = new String[args.length + 1];
        all[0] = "task";
        System.arraycopy(args, 0, all, 1, args.length);
        return TestingCommand.run(environment(), all);
    }

    private static Map<String, String> environment() {
        return Map.of("REDIS_ADDRESS", STORE.server().uri());
    }
}
