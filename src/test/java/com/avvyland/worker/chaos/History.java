// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.avvyland.worker.testing.TestingReceiver.Received;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Records what a storm did and what came of it, as seen from outside the workers. Not safe for several threads. */
final class History {

    static final String SECRET = "storm-secret";

    private static final CBORMapper CBOR = new CBORMapper();
    private static final Map<String, String> SIGNATURES = Map.of(
            "model.preview.v1", "x-model-preview-signature",
            "model.object_pipeline.v1", "x-model-object-signature",
            "model.projection.step.v1", "x-model-projection-signature",
            "model.projection.model.v1", "x-model-projection-model-signature");

    /** Says that a task was put into its queue. */
    record Enqueued(String id, String type) {}

    /**
     * Says that a callback came.
     *
     * @param id of the task whose callback_url was called
     * @param key its Idempotency-Key
     * @param signed whether the family's header is the HMAC of the very body
     */
    record Called(String id, String key, String sha256, boolean signed, String status) {}

    final List<Enqueued> enqueued = new ArrayList<>();
    final List<Called> called = new ArrayList<>();

    /** Process ids of the workers that were killed, in order. */
    final List<Long> killed = new ArrayList<>();

    /** Ids of tasks whose worker had died under them, and how often that was seen. */
    final Map<String, Integer> orphaned = new HashMap<>();

    /** Ids of tasks that were archived as having crashed too often, and that a person has run again. */
    final List<String> rerun = new ArrayList<>();

    private final List<String> lines = new ArrayList<>();

    void enqueued(StormTask task) {
        enqueued.add(new Enqueued(task.id(), task.type()));
        lines.add("enqueued %s %s".formatted(task.id(), task.type()));
    }

    void killed(long pid, int worker) {
        killed.add(pid);
        lines.add("killed worker=%d pid=%d callbacks=%d".formatted(worker, pid, called.size()));
    }

    void orphaned(String id) {
        orphaned.merge(id, 1, Integer::sum);
        lines.add("orphaned " + id);
    }

    void rerun(String id, String reason) {
        rerun.add(id);
        lines.add("rerun %s %s".formatted(id, reason));
    }

    /** Take over what came since the last time. */
    void called(List<Received> received) {
        for (Received each : received.subList(called.size(), received.size())) {
            Called call = call(each);
            called.add(call);
            lines.add("called %s sha256=%s status=%s".formatted(call.id(), call.sha256(), call.status()));
        }
    }

    private Called call(Received received) {
        String id = received.uri().getPath().substring(1);
        String type = enqueued.stream()
                .filter(task -> task.id().equals(id))
                .map(Enqueued::type)
                .findFirst()
                .orElse("");
        Map<String, String> headers = received.headers();
        String signature = headers.getOrDefault(SIGNATURES.getOrDefault(type, "none"), "");
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(SECRET.getBytes(UTF_8), "HmacSHA256"));
            return new Called(
                    id,
                    headers.getOrDefault("idempotency-key", ""),
                    HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(received.body())),
                    signature.equals(HexFormat.of().formatHex(mac.doFinal(received.body()))),
                    CBOR.readTree(received.body()).path("status").asText());
        } catch (GeneralSecurityException | IOException unreadable) {
            throw new AssertionError("callback of " + id, unreadable);
        }
    }

    /** Return the ids of the tasks whose callback came. */
    TreeSet<String> delivered() {
        TreeSet<String> ids = new TreeSet<>();
        called.forEach(call -> ids.add(call.id()));
        return ids;
    }

    /** Write it, a line an event, for whoever asks why. */
    Path write(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        return Files.write(file, lines);
    }
}
