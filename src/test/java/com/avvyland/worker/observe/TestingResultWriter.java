// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.observe;

import com.avvyland.worker.asynq.ResultWriter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Keeps what is written; answers at once, or when the test does. */
final class TestingResultWriter implements ResultWriter {

    private static final CBORMapper CBOR = new CBORMapper();

    private final List<byte[]> written = new ArrayList<>();
    private CompletableFuture<Boolean> answer = CompletableFuture.completedFuture(true);

    void answer(CompletableFuture<Boolean> next) {
        answer = next;
    }

    List<byte[]> written() {
        return written;
    }

    JsonNode last() {
        return decode(written.getLast());
    }

    static JsonNode decode(byte[] document) {
        try {
            return CBOR.readTree(document);
        } catch (IOException e) {
            throw new AssertionError("document: not CBOR", e);
        }
    }

    @Override
    public String taskId() {
        return "a";
    }

    @Override
    public boolean held() {
        return true;
    }

    @Override
    public CompletableFuture<Boolean> write(byte[] result) {
        written.add(result);
        return answer;
    }
}
