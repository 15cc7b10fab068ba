// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes what is known of a finished task as one JSON object, which programs read: every key is always there, null or empty
 * where there is nothing to say. docs/run.md lists them.
 */
final class RunReport {

    private static final ObjectMapper JSON = new ObjectMapper();

    private RunReport() {}

    static ObjectNode of(RunResult result) {
        ObjectNode root = JSON.createObjectNode();
        JsonNode callback = result.callback();
        root.putObject("task")
                .put("type", result.input().type().wireName())
                .put("id", callback.path("task_id").asText(""))
                .put("input", result.input().name())
                .put("input_bytes", result.input().size())
                .put("exported", result.input().exported());
        root.put("status", result.status());
        root.put("error_code", text(callback, "error_code"));
        root.put("error", text(callback, "error"));
        root.put("signature", result.verified() ? "verified" : "wrong");
        root.put("rehearsal", result.rehearsal());
        root.put("queue_to_callback_ms", millis(result.took().toNanos()));
        root.putObject("cost").put("usd", result.rehearsal() ? 0 : result.usd()).put("by_price_list_usd", result.usd());
        root.set("metadata", callback.path("metadata").isObject() ? callback.path("metadata") : JSON.nullNode());
        MadeModel made = result.made();
        root.set("validator", JSON.valueToTree(made == null ? List.of() : made.messages()));
        ObjectNode triangles = root.putObject("triangles");
        count(triangles, "before", result.trianglesBefore());
        count(triangles, "after", result.trianglesAfter());
        root.set("textures", JSON.valueToTree(made == null ? List.of() : made.textures()));
        steps(root.putArray("steps"), result.steps());
        files(root.putArray("files"), result);
        root.set("attempts", callback.path("attempts").isArray() ? callback.path("attempts") : JSON.createArrayNode());
        root.put("provider", text(callback, "provider"));
        root.set("score", callback.has("score") ? callback.path("score") : JSON.nullNode());
        return root;
    }

    private static void steps(ArrayNode list, List<StepTable.Row> steps) {
        for (StepTable.Row row : steps) {
            ObjectNode step = list.addObject()
                    .put("step", row.step())
                    .put("ms", millis(row.took().toNanos()));
            count(step, "bytes", row.bytes());
            step.put("triangles", row.triangles());
        }
    }

    private static void files(ArrayNode list, RunResult result) {
        for (RunFiles.Entry entry : result.files().entries()) {
            list.addObject()
                    .put("name", entry.name())
                    .put("kind", entry.kind())
                    .put("content_type", entry.mime())
                    .put("bytes", entry.bytes().length)
                    .put("sha256", ModelFile.sha256(entry.bytes()))
                    .put("as_stated", entry.sound());
        }
    }

    private static void count(ObjectNode node, String key, long value) {
        if (value < 0) {
            node.putNull(key);
        } else {
            node.put(key, value);
        }
    }

    private static @Nullable String text(JsonNode node, String key) {
        return node.has(key) ? node.path(key).asText() : null;
    }

    private static double millis(long nanos) {
        return Math.round(nanos / 1e5) / 10.0;
    }
}
