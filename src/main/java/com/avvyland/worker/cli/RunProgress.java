// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import java.io.IOException;
import java.util.Optional;

/**
 * Holds how far a task is, as docs/progress.md says it to any inspector.
 *
 * @param percent 0 to 100
 * @param message what the step does, for people
 * @param detail what it waits for; empty for nothing
 */
record RunProgress(int percent, String message, String detail) {

    private static final CBORMapper CBOR = new CBORMapper();

    /** Read a task's result; empty where the task has not begun. */
    static Optional<RunProgress> of(byte[] result) {
        if (result.length == 0) {
            return Optional.empty();
        }
        try {
            JsonNode document = CBOR.readTree(result);
            return Optional.of(new RunProgress(
                    Math.clamp(document.path("percent").asInt(), 0, 100),
                    document.path("message").asText(""),
                    document.path("detail").asText("")));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Return what is being done, in one line. */
    String text() {
        String text = detail.isEmpty() ? message : message + " (" + detail + ")";
        return text.replaceAll("\\p{Cntrl}", " ");
    }
}
