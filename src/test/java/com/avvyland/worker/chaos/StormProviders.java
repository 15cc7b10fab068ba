// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.chaos;

import com.avvyland.worker.projection.TestingObject;
import com.avvyland.worker.provider.TestingProvider.Call;
import com.avvyland.worker.provider.fal.TestingFal;
import com.avvyland.worker.provider.gemini.TestingGemini;
import com.avvyland.worker.provider.openai.TestingOpenAi;
import com.avvyland.worker.testing.TestingModels;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Is who is paid in a storm: Gemini's fake paints, OpenAI's judges, FAL's makes models, all at once. */
final class StormProviders implements AutoCloseable {

    final TestingGemini gemini = new TestingGemini();
    final TestingOpenAi openai = new TestingOpenAi();
    final TestingFal fal = new TestingFal();

    StormProviders() {
        gemini.paints(TestingObject.back(0).bytes().toByteArray());
        fal.doneAfter(1);
        fal.model(TestingModels.texturedBox());
    }

    /** Return the settings of a worker on these providers, and on a Redis, that may call a receiver on loopback. */
    Map<String, String> environment(String home, int redis) {
        Map<String, String> environment = new HashMap<>(Map.of(
                "AVVY_HOME",
                home,
                "MODEL_PREVIEW_WORKER_CONFIG",
                "src/test/resources/chaos/storm.yaml",
                "REDIS_ADDRESS",
                "127.0.0.1:" + redis,
                "MODEL_PREVIEW_CALLBACK_SECRET",
                History.SECRET,
                "MODEL_PREVIEW_CALLBACK_ALLOW_HTTP",
                "true",
                "MODEL_PREVIEW_CALLBACK_ALLOW_PRIVATE",
                "true",
                "MODEL_PROJECTION_WORKER_CONCURRENCY",
                "3"));
        environment.putAll(Map.of(
                "GEMINI_API_KEY",
                TestingGemini.KEY,
                "GEMINI_BASE_URL",
                gemini.url(),
                "OPENAI_API_KEY",
                TestingOpenAi.KEY,
                "OPENAI_BASE_URL",
                openai.url() + "/v1",
                "FAL_API_KEY",
                TestingFal.KEY,
                "FAL_BASE_URL",
                fal.url(),
                "GEMINI_MAX_CONCURRENCY",
                "64",
                "OPENAI_MAX_CONCURRENCY",
                "64",
                "FAL_MAX_CONCURRENCY",
                "64"));
        return environment;
    }

    /** Return the pictures that were paid for; a reading may be bought again. */
    List<Call> paintings() {
        return gemini.billed().stream()
                .filter(call -> call.path().contains("-image"))
                .toList();
    }

    @Override
    public void close() {
        gemini.close();
        openai.close();
        fal.close();
    }
}
