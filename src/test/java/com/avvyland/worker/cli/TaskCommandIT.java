// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.cli;

import static com.avvyland.worker.asynq.inspect.TaskState.ARCHIVED;
import static org.assertj.core.api.Assertions.assertThat;

import com.avvyland.worker.asynq.NewTask;
import com.avvyland.worker.asynq.inspect.Page;
import com.avvyland.worker.asynq.inspect.TaskInfo;
import com.avvyland.worker.asynq.inspect.TaskState;
import com.avvyland.worker.asynq.testing.TestingStore;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import java.io.IOException;
import java.io.StringReader;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class TaskCommandIT {

    @RegisterExtension
    static final TestingStore STORE = new TestingStore();

    private static final String QUEUE = "model_preview";
    private static final String PREVIEW = "model.preview.v1";

    private TestingQueues queues;

    @BeforeEach
    void open() {
        queues = new TestingQueues(STORE.redis(), QUEUE);
    }

    @AfterEach
    void close() {
        queues.close();
    }

    /** One running task, two in retry, three archived (one by its receiver), one completed, one scheduled. */
    private void fill() {
        queues.enqueue(NewTask.of(PREVIEW).queue(QUEUE).id("runs"), "runs");
        queues.enqueue(NewTask.of(PREVIEW).queue(QUEUE).id("again-1"), "redis: away");
        queues.enqueue(NewTask.of("model.object_pipeline.v1").queue(QUEUE).id("again-2"), "browser: killed");
        queues.enqueue(NewTask.of(PREVIEW).queue(QUEUE).id("bad-1"), "archive invalid_model: no meshes");
        queues.enqueue(NewTask.of(PREVIEW).queue(QUEUE).id("bad-2"), "archive invalid_model: NaN");
        queues.enqueue(NewTask.of(PREVIEW).queue(QUEUE).id("refused"), "archive callback: 403 (expected: 2xx)");
        queues.enqueue(NewTask.of(PREVIEW).queue(QUEUE).id("done").retention(Duration.ofHours(1)), "done");
        queues.enqueue(
                NewTask.of(PREVIEW)
                        .queue(QUEUE)
                        .id("later")
                        .processAt(Clock.systemUTC().instant().plusSeconds(3600)),
                "done");
        queues.start();
        queues.awaitQueue(
                QUEUE,
                queue -> queue.active() == 1
                        && queue.retry() == 2
                        && queue.archived() == 3
                        && queue.completed() == 1
                        && queue.scheduled() == 1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "--state active                          | runs",
                "--state scheduled                       | later",
                "--state retry                           | again-1 again-2",
                "--state archived,completed              | bad-1 bad-2 refused done",
                "--failed                                | again-1 again-2 bad-1 bad-2 refused",
                "--code invalid_model                    | bad-1 bad-2",
                "--failed --type model.object_pipeline.v1 | again-2",
                "--error NAN                             | bad-2",
                "--failed --since 1h --error 403         | refused",
                "--failed --since 0s                     | -",
                "--state completed --since 1h            | done",
                "--state pending                         | -",
            })
    void findsByStateTypeErrorCodeAndAge(String options, String ids) {
        fill();

        var found = list(options.split(" "));

        assertThat(found.findValuesAsText("id"))
                .containsExactlyInAnyOrder(ids == null ? new String[0] : ids.split(" "));
    }

    @Test
    void showsPagesOfWhatWasFound() {
        for (int i = 0; i < 120; i++) {
            queues.enqueue(
                    NewTask.of(i % 2 == 0 ? PREVIEW : "other").queue(QUEUE).id("%03d".formatted(i)), "done");
        }

        assertThat(list("--type", PREVIEW, "--page", "3", "--size", "25").findValuesAsText("id"))
                .hasSize(10)
                .startsWith("100")
                .endsWith("118");
        assertThat(list("--page", "2", "--size", "100").findValuesAsText("id")).hasSize(20);
    }

    @Test
    void listsWithStableKeys() {
        fill();

        JsonNode document = task("ls", QUEUE, "--state", "archived", "--code", "invalid_model", "--json")
                .json();

        assertThat(document.fieldNames()).toIterable().containsExactly("queue", "page", "size", "tasks");
        assertThat(document.at("/tasks/0").fieldNames())
                .toIterable()
                .containsExactly(
                        "id",
                        "queue",
                        "state",
                        "readable",
                        "orphaned",
                        "due",
                        "type",
                        "retried",
                        "max_retry",
                        "last_failed_at",
                        "code",
                        "error");
        assertThat(document.at("/tasks/0/code").asText()).isEqualTo("invalid_model");
    }

    @Test
    void showsATaskWithItsPayloadAndItsProgress() throws IOException {
        var payload = new LinkedHashMap<String, Object>();
        payload.put("model_hash", "sha256:1");
        payload.put("input_model", new byte[] {1, 2, 3});
        queues.enqueue(
                NewTask.of(PREVIEW)
                        .queue(QUEUE)
                        .id("done")
                        .payload(new CBORMapper().writeValueAsBytes(payload))
                        .retention(Duration.ofHours(1)),
                "done");
        queues.start();
        queues.awaitQueue(QUEUE, queue -> queue.completed() == 1);

        TestingCommand shown = task("inspect", QUEUE, "done");
        JsonNode document = task("inspect", QUEUE, "done", "--json").json();

        assertThat(shown.out()).contains("\"model_hash\"", "header end", "\"percent\" : 100", "completed");
        assertThat(document.at("/payload/model_hash").asText()).isEqualTo("sha256:1");
        assertThat(document.at("/payload/input_model/bytes").asInt()).isEqualTo(3);
        assertThat(document.at("/result/percent").asInt()).isEqualTo(100);
        assertThat(document.at("/headers/end").asText()).isEqualTo("done");
    }

    @Test
    void saysWhatIsNoCborAndNoTask() {
        queues.enqueue(NewTask.of(PREVIEW).queue(QUEUE).id("text").payload("{}".getBytes()), "done");

        assertThat(task("inspect", QUEUE, "text", "--json")
                        .json()
                        .path("payload_note")
                        .asText())
                .contains("not a map");
        assertThat(task("inspect", QUEUE, "gone"))
                .isEqualTo(new TestingCommand(
                        3, "", "avvy-worker: task: gone (expected: an id in queue model_preview)\n"));
    }

    @ParameterizedTest
    @CsvSource({"ls", "inspect", "run", "archive", "delete", "cancel"})
    void endsWithThreeForAQueueThatWasNeverUsed(String verb) {
        String[] args = verb.equals("ls") ? new String[] {"ls", "never"} : new String[] {verb, "never", "id"};

        TestingCommand ended = task(args);

        assertThat(ended.status()).isEqualTo(3);
        assertThat(ended.err())
                .isEqualTo("avvy-worker: queue: never (expected: a queue that was used; see queue ls)\n");
    }

    @Test
    void movesOneTask() {
        fill();

        assertThat(task("archive", QUEUE, "later").status()).isZero();
        assertThat(ids(ARCHIVED)).contains("later");
        assertThat(task("delete", QUEUE, "later", "--json").out())
                .isEqualTo(
                        "{\"action\":\"delete\",\"queue\":\"model_preview\",\"matched\":1,\"done\":1,\"skipped\":[]}\n");
        assertThat(task("inspect", QUEUE, "later").status()).isEqualTo(3);
        TestingCommand running = task("delete", QUEUE, "runs");
        assertThat(running.status()).isEqualTo(1);
        assertThat(running.err())
                .startsWith("avvy-worker: task: runs is active (expected: ")
                .hasLineCount(1);
    }

    @Test
    void cancelsARunningTask() {
        fill();

        assertThat(task("cancel", QUEUE, "bad-1").status()).isEqualTo(1);
        assertThat(task("cancel", QUEUE, "--state", "active", "--yes").out()).isEqualTo("cancel: 1 of 1 task\n");
        queues.awaitQueue(QUEUE, queue -> queue.active() == 0 && queue.retry() == 3);
    }

    @Test
    void runsWhatAFilterFindsAndNothingElse() {
        fill();

        assertThat(task("run", QUEUE, "--code", "invalid_model", "--dry-run").out())
                .isEqualTo("run: 0 of 2 tasks (dry run)\n");
        assertThat(ids(ARCHIVED)).hasSize(3);
        queues.close();

        TestingCommand ran = task("run", QUEUE, "--state", "archived", "--code", "invalid_model", "--yes", "--json");

        assertThat(ran.json().path("done").asInt()).isEqualTo(2);
        assertThat(ids(ARCHIVED)).containsExactly("refused");
    }

    @Test
    void countsAndAsksBeforeManyAreMoved() {
        fill();

        TestingCommand no = delete("n\n", true);
        assertThat(no.err()).isEqualTo("delete 3 tasks of queue model_preview? [y/N] avvy-worker: nothing was done\n");
        assertThat(no.status()).isEqualTo(1);
        assertThat(ids(ARCHIVED)).hasSize(3);

        TestingCommand alone = delete("", false);
        assertThat(alone.status()).isEqualTo(2);
        assertThat(alone.err())
                .startsWith(
                        "avvy-worker: delete 3 tasks of queue model_preview? nobody to ask (expected: a terminal, or --yes)");
        assertThat(ids(ARCHIVED)).hasSize(3);

        assertThat(delete("y\n", true).out()).isEqualTo("delete: 3 of 3 tasks\n");
        assertThat(ids(ARCHIVED)).isEmpty();
    }

    private TestingCommand delete(String answer, boolean terminal) {
        var command = new CommandLine(
                        new TaskDeleteCommand(environment(), new Confirmation(terminal, new StringReader(answer))))
                .setParameterExceptionHandler(AvvyWorker.commandLine(Map.of()).getParameterExceptionHandler())
                .setExecutionExceptionHandler(AvvyWorker.commandLine(Map.of()).getExecutionExceptionHandler());
        return TestingCommand.run(command, QUEUE, "--state", "archived");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "run model_preview                       | task run: neither (expected: an ID, or a filter such as --state)",
                "run model_preview id --state retry      | task run: both (expected: an ID, or a filter such as --state)",
                "run model_preview --state active        | --state: active (expected: scheduled, retry, archived, aggregating)",
                "ls model_preview --size 1001            | page size: 1001 (expected: 1 to 1000)",
                "ls model_preview --state dead           | Invalid value for option '--state' (STATE): dead (expected: pending, active, scheduled, retry, archived, completed, aggregating)",
                "ls model_preview --code oops            | Invalid value for option '--code': oops (expected: invalid_payload,",
                "ls model_preview --since yesterday      | Invalid value for option '--since': yesterday (expected: a duration: 500ms, 30s, 5m, 1h, 7d)",
                "ls                                      | Missing required parameter: 'QUEUE'",
            })
    void endsWithTwoForAWrongCommandLine(String args, String message) {
        TestingCommand ended = task(args.split(" "));

        assertThat(ended.status()).isEqualTo(2);
        assertThat(ended.err()).startsWith("avvy-worker: " + message).hasLineCount(2);
        assertThat(ended.out()).isEmpty();
    }

    @Test
    void showsNothingThatSteersATerminal() {
        queues.enqueue(
                NewTask.of("\u001b[2Jtype\u202e")
                        .queue(QUEUE)
                        .id("id\u009b31m")
                        .payload(new byte[] {1})
                        .header("h\u0007", "\r"),
                "done");

        String printed = task("ls", QUEUE).out()
                + task("ls", QUEUE, "--json").out()
                + task("inspect", QUEUE, "id\u009b31m").out()
                + task("inspect", QUEUE, "id\u009b31m", "--json").out()
                + task("inspect", QUEUE, "\u009b31m").err()
                + task("delete", QUEUE, "--state", "pending", "--yes").out();

        assertThat(printed).matches("[\\x20-\\x7e\\n]*");
    }

    @Test
    void skipsWhatMovedMeanwhile() {
        fill();
        var asked = new StringReader("y\n") {
            @Override
            public int read(char[] into, int from, int length) throws IOException {
                queues.inspector().moves().delete(QUEUE, "bad-1");
                return super.read(into, from, length);
            }
        };

        TestingCommand ended = TestingCommand.run(
                new CommandLine(new TaskDeleteCommand(environment(), new Confirmation(true, asked))),
                QUEUE,
                "--code",
                "invalid_model");

        assertThat(ended.out()).isEqualTo("delete: 1 of 2 tasks\nskipped bad-1: asynq: task not found\n");
        assertThat(ids(ARCHIVED)).containsExactly("refused");
        assertThat(ended.status()).isZero();
    }

    private List<String> ids(TaskState state) {
        return queues.inspector().tasks().list(QUEUE, state, Page.first()).stream()
                .map(TaskInfo::id)
                .toList();
    }

    private JsonNode list(String... options) {
        String[] args = new String[options.length + 3];
        args[0] = "ls";
        args[1] = QUEUE;
        System.arraycopy(options, 0, args, 2, options.length);
        args[args.length - 1] = "--json";
        return task(args).json().path("tasks");
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
