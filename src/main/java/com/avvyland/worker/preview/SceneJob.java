// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.preview;

import com.avvyland.worker.task.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Holds what the server has for one job, and takes its one answer. Thread-safe. */
final class SceneJob {

    private final Map<String, Bytes> files;
    private final long answerMax;
    private final AtomicReference<@Nullable Bytes> answer = new AtomicReference<>();

    SceneJob(Map<String, Bytes> files, long answerMax) {
        this.files = Map.copyOf(files);
        this.answerMax = answerMax;
    }

    @Nullable
    Bytes file(String path) {
        return files.get(path);
    }

    /** Return the answer, empty when there was none. */
    Bytes answer() {
        @Nullable Bytes received = answer.get();
        return received == null ? Bytes.EMPTY : received;
    }

    /** Read the answer, and return the HTTP status for it. */
    int receive(@Nullable String contentLength, InputStream body) throws IOException {
        if (contentLength == null || !contentLength.matches("\\d{1,10}")) {
            return 411;
        }
        long length = Long.parseLong(contentLength);
        if (length > Math.min(answerMax, Integer.MAX_VALUE - 8)) {
            return 413;
        }
        byte[] bytes = body.readNBytes((int) length);
        return bytes.length == length && answer.compareAndSet(null, Bytes.of(bytes)) ? 204 : 409;
    }
}
