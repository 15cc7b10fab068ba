// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.cli;

import com.avvyland.worker.asynq.EnqueueException;
import com.avvyland.worker.asynq.EnqueuedTask;
import com.avvyland.worker.asynq.NewTask;
import com.avvyland.worker.config.ClientConfig;
import com.avvyland.worker.task.Bytes;
import com.avvyland.worker.task.CborLimits;
import com.avvyland.worker.task.TaskDecoder;
import com.avvyland.worker.task.TaskFailure;
import com.avvyland.worker.task.TaskType;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Enqueues one task: a payload as it is, or one made of a model's file. */
@Command(
        name = "enqueue",
        description = "Enqueue one task and print its id; the payload is checked first as a worker would.",
        exitCodeList = {
            "0:done",
            "1:the payload is refused, a task with the id or an equal one is in the way, or Redis does not answer",
            "2:the command line or the configuration is wrong"
        },
        footer = {
            "  avvy-worker enqueue model.preview.v1 --model chair.glb --callback-url https://state.example/callbacks",
            "  avvy-worker enqueue model.object_pipeline.v1 --payload task.cbor --retention 1h --max-retry 3",
            "  avvy-worker enqueue model.projection.step.v1 --model chair.glb --callback-url https://state.example/c \\",
            "      --field job_id=j1 --field step_id=s1 --field sequence=0 --field view=back --field prompt='a red chair'",
            "  avvy-worker enqueue --payload failed.cbor     # of task export: the type is in failed.cbor.json"
        })
final class EnqueueCommand extends ReadCommand {

    private final Map<String, String> environment;

    @Parameters(arity = "0..1", paramLabel = "TYPE", description = "Task type, such as model.preview.v1.")
    private @Nullable String type;

    @Option(names = "--payload", paramLabel = "FILE", description = "Raw CBOR of the payload; - for standard input.")
    private @Nullable String payload;

    @Option(names = "--model", paramLabel = "FILE", description = "Make the payload of this model.")
    private @Nullable Path model;

    @Option(names = "--callback-url", paramLabel = "URL", description = "With --model: where the callback goes.")
    private @Nullable String callbackUrl;

    @Option(
            names = "--field",
            paramLabel = "NAME=VALUE",
            description = "With --model: a further key of docs/wire.cddl, as JSON or text; may be repeated.")
    private Map<String, String> fields = new TreeMap<>();

    @Option(names = "--force", description = "Do not check the payload, and take any type.")
    private boolean force;

    @Mixin
    private EnqueueOptions options = new EnqueueOptions();

    EnqueueCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        if (payload == null == (model == null)) {
            throw misuse(
                    "enqueue: %s (expected: --payload or --model)".formatted(payload == null ? "nothing" : "both"));
        }
        if (payload != null && (callbackUrl != null || !fields.isEmpty())) {
            throw misuse("--callback-url, --field: with --payload (expected: with --model)");
        }
        String named = type();
        try (RedisAccess redis = RedisAccess.open(environment)) {
            EnqueuedTask task = redis.client().enqueue(task(named, bytes(redis.config()), redis.config()));
            if (json()) {
                print(object().put("id", task.id())
                        .put("queue", task.queue())
                        .put("type", named)
                        .put("state", task.state())
                        .put("process_at", task.processAt().toString()));
            } else {
                out().println(Plain.line(task.id()));
            }
            return 0;
        } catch (EnqueueException refused) {
            throw new CommandFailure(
                    "enqueue: %s (expected: none in the way; see task inspect)".formatted(refused.getMessage()));
        }
    }

    private String type() {
        String named = type == null && payload != null ? PayloadFile.type(payload) : type;
        if (named == null) {
            throw misuse("TYPE: absent (expected: one of %s)".formatted(names()));
        }
        if (!force && TaskType.of(named).isEmpty()) {
            throw misuse("TYPE: %s (expected: one of %s, or --force)".formatted(named, names()));
        }
        if (model != null
                && TaskType.of(named).filter(ModelTaskFile.TYPES::contains).isEmpty()) {
            throw misuse("--model: %s takes none (expected: --payload)".formatted(named));
        }
        return named;
    }

    private byte[] bytes(ClientConfig config) {
        if (payload != null) {
            return PayloadFile.read(payload, config.maxPayload().bytes());
        }
        if (model == null || callbackUrl == null) {
            throw misuse("--callback-url: absent (expected: where the callback goes)");
        }
        return ModelTaskFile.encode(model, callbackUrl, fields);
    }

    private NewTask task(String named, byte[] bytes, ClientConfig config) {
        if (!force) {
            check(named, bytes, config);
        }
        try {
            return options.task(named, bytes, config, Clock.systemUTC());
        } catch (IllegalArgumentException wrong) {
            throw misuse(String.valueOf(wrong.getMessage()));
        }
    }

    private static void check(String named, byte[] bytes, ClientConfig config) {
        CborLimits limits = CborLimits.TASK.withMaxBytes(config.maxPayload().bytes());
        try {
            var _ = new TaskDecoder(limits, EnumSet.allOf(TaskType.class)).decode(named, Bytes.of(bytes));
        } catch (TaskFailure refused) {
            throw new CommandFailure(String.valueOf(refused.getMessage()));
        }
    }

    private static String names() {
        return Arrays.stream(TaskType.values()).map(TaskType::wireName).collect(Collectors.joining(", "));
    }
}
