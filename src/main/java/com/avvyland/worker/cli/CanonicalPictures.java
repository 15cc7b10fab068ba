// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.cli;

import com.avvyland.worker.Worker;
import com.avvyland.worker.task.Bytes;
import com.avvyland.worker.task.CborLimits;
import com.avvyland.worker.task.Preview;
import com.avvyland.worker.task.Task;
import com.avvyland.worker.task.TaskDecoder;
import com.avvyland.worker.task.TaskType;
import com.avvyland.worker.task.UndecodableTaskException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import java.io.IOException;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;

/** Has the canonical GLB that came back pictured as the source was, by the same worker and without any provider. */
final class CanonicalPictures {

    private CanonicalPictures() {}

    /** Return the pictures in the order of the previews; none where they cannot be had: the sheet goes without. */
    static List<Preview> of(RunResult result, Worker worker) throws JsonProcessingException {
        RunFiles.Entry canonical = result.files().first("canonical_model");
        if (canonical == null || result.input().type() != TaskType.MODEL_OBJECT_PIPELINE) {
            return List.of();
        }
        Task task;
        try {
            task = task(result.input(), canonical.bytes());
        } catch (UndecodableTaskException refused) {
            return List.of();
        }
        try (var template = worker.context().createProducerTemplate()) {
            Exchange done = template.request(
                    "direct:projection-render",
                    exchange -> exchange.getMessage().setBody(task));
            List<?> previews = done.isFailed() ? null : done.getVariable("previews", List.class);
            return previews == null
                    ? List.of()
                    : previews.stream()
                            .filter(Preview.class::isInstance)
                            .map(Preview.class::cast)
                            .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    private static Task task(RunInput input, byte[] canonical) throws JsonProcessingException {
        var fields = new LinkedHashMap<String, Object>(Map.of(
                "model_hash",
                "canonical",
                "callback_url",
                "http://127.0.0.1:1/",
                "input_format",
                ".glb",
                "input_model",
                canonical));
        Object preview = input.fields().get("preview");
        if (preview != null) {
            fields.put("preview", preview);
        }
        return new TaskDecoder(CborLimits.TASK, EnumSet.allOf(TaskType.class))
                .decode(TaskType.MODEL_PREVIEW.wireName(), Bytes.of(new CBORMapper().writeValueAsBytes(fields)));
    }
}
