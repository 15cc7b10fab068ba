// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.states;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.avvyland.worker.asynq.testing.TestingGoPeer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.util.concurrent.TimeUnit;

/** Has Go's asynq do the steps: one line in, one line out. */
final class TestingGoSteps implements TestingPeer {

    private final Process process;
    private final Writer in;
    private final BufferedReader out;

    TestingGoSteps(TestingGoPeer go) throws IOException {
        process = go.steps();
        in = process.outputWriter(UTF_8);
        out = process.inputReader(UTF_8);
    }

    @Override
    public String step(String step) throws IOException {
        in.write(step + "\n");
        in.flush();
        String answer = out.readLine();
        if (answer == null) {
            throw new IllegalStateException("go: ended at: " + step);
        }
        // Go's codes go before the text, once for each layer that the error passed.
        return answer.startsWith("error: ") ? answer.replaceAll("\\b[A-Z]+_[A-Z]+: ", "") : answer;
    }

    @Override
    public void close() throws Exception {
        in.close();
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }
}
