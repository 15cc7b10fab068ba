// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.projection;

import com.avvyland.worker.config.Config;
import com.avvyland.worker.config.ConfigLoader;
import com.avvyland.worker.journal.TaskNotes;
import com.avvyland.worker.projection.prompt.PromptPacks;
import com.avvyland.worker.provider.TestingProvider.Mishap;
import com.avvyland.worker.provider.TestingPurchasing;
import com.avvyland.worker.provider.gemini.TestingGemini;
import com.avvyland.worker.provider.openai.TestingOpenAi;
import com.avvyland.worker.task.Angle;
import com.avvyland.worker.task.Image;
import com.avvyland.worker.task.ProjectionStepCallback;
import com.avvyland.worker.task.ProjectionStepTask;
import com.avvyland.worker.task.StepReport;
import com.avvyland.worker.testing.TestingRedis;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.jspecify.annotations.Nullable;

/**
 * Runs the real route of a projection step with its real stations: Gemini's fake paints, OpenAI's judges, Redis is real,
 * and the clock goes on by pauses alone.
 */
final class TestingStep implements AutoCloseable {

    /** Holds how a step ended. */
    record Ended(@Nullable Exception failure, @Nullable ProjectionStepCallback callback, StepReport report) {}

    private static final ObjectMapper JSON = new ObjectMapper();

    final TestingGemini gemini = new TestingGemini();
    final TestingOpenAi openai = new TestingOpenAi();
    private final TestingRedis redis;
    private final Map<String, String> environment;
    private TestingPurchasing worker;
    private int painted;

    TestingStep(TestingRedis redis, Map<String, String> more) {
        this.redis = redis;
        environment = new HashMap<>(Map.of(
                "GEMINI_API_KEY",
                TestingGemini.KEY,
                "GEMINI_BASE_URL",
                gemini.url(),
                "OPENAI_API_KEY",
                TestingOpenAi.KEY,
                "OPENAI_BASE_URL",
                openai.url() + "/v1",
                "worker.projection.image_size",
                "256"));
        environment.putAll(more);
        worker = start();
        worker.redis().getKeys().flushall();
    }

    /** Go on with another worker, which knows what is in Redis and nothing else. */
    void restart() {
        worker.close();
        worker = start();
    }

    private TestingPurchasing start() {
        TestingPurchasing started = new TestingPurchasing(redis, environment);
        Config config = new ConfigLoader(TestingPurchasing.variables(environment), Path.of("target")).load();
        ProjectionStations.bind(
                started.camel().getRegistry(),
                config.projection(),
                config.providers(),
                PromptPacks.of(Path.of("prompts")),
                new TaskNotes(started.redis(), Duration.ofHours(1)),
                started.clock());
        try {
            PluginHelper.getRoutesLoader(started.camel())
                    .loadRoutes(ResourceHelper.resolveMandatoryResource(
                            started.camel(), "file:routes/model-projection-step.camel.yaml"));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        return started;
    }

    TestingPurchasing worker() {
        return worker;
    }

    /** Let Gemini paint the can from its back, in another shade each time. */
    void paints() {
        paints(TestingObject.back(10 * painted++));
    }

    void paints(Image picture) {
        gemini.next(TestingGemini.painting(picture.bytes().toByteArray()));
    }

    /** Let OpenAI judge. */
    void judges(double score, String... reasons) {
        try {
            String reading = JSON.writeValueAsString(Map.of("score", score, "reasons", List.of(reasons)));
            openai.next(Mishap.answer(200, """
                    {"id":"r","object":"response","status":"completed","error":null,"output":[{"type":"message","role":"assistant",
                    "status":"completed","content":[{"type":"output_text","text":%s,"annotations":[]}]}]}
                    """.formatted(JSON.writeValueAsString(reading))));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Let OpenAI refuse to look. */
    void refusesToJudge() {
        openai.next(Mishap.answer(200, """
                {"id":"r","object":"response","status":"completed","error":null,"output":[{"type":"message","role":"assistant",
                "status":"completed","content":[{"type":"refusal","refusal":"I can't look at that."}]}]}
                """));
    }

    Ended run() {
        return run(task(null, null), Map.of());
    }

    Ended run(ProjectionStepTask task, Map<String, Object> headers) {
        Exchange ended = worker.camel().createProducerTemplate().send("direct:model-projection-step", exchange -> {
            exchange.setVariable("task", task);
            exchange.setVariable("payload", "mark");
            exchange.getMessage().setHeader("CamelAsynqQueue", "model_projection");
            exchange.getMessage().setHeader("CamelAsynqTaskId", "step-1");
            headers.forEach(exchange.getMessage()::setHeader);
            exchange.getMessage().setBody(task);
        });
        StepRun work = ended.getVariable("work", StepRun.class);
        Object body = ended.getMessage().getBody();
        return new Ended(
                ended.getException(),
                body instanceof ProjectionStepCallback callback ? callback : null,
                work == null ? StepReport.NONE : work.report());
    }

    /** Return the step: the can's left side, from its source picture. */
    static ProjectionStepTask task(@Nullable Integer attempts, @Nullable Double passScore) {
        return new ProjectionStepTask(
                "hash",
                "https://example.com/callback",
                null,
                null,
                List.of(),
                "job-1",
                "step-1",
                1,
                "a blue watering can",
                "default",
                Angle.parse("left"),
                TestingObject.source(),
                null,
                List.of(),
                attempts,
                passScore);
    }

    @Override
    public void close() {
        worker.close();
        gemini.close();
        openai.close();
    }
}
