// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.avvyland.worker.asynq.ResultWriter;
import com.avvyland.worker.observe.Progress;
import com.avvyland.worker.provider.ProviderRequest.Model;
import com.avvyland.worker.provider.tencent.TestingTencent;
import com.avvyland.worker.task.Bytes;
import com.avvyland.worker.task.CborDump;
import com.avvyland.worker.testing.TestingRedis;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Buys of a provider that works by jobs, and reads what the task's progress says meanwhile. */
class WaitingDetailIT {

    @RegisterExtension
    static final TestingRedis REDIS = new TestingRedis();

    private record Kept(List<String> documents) implements ResultWriter {
        @Override
        public String taskId() {
            return "task-1";
        }

        @Override
        public boolean held() {
            return true;
        }

        @Override
        public CompletableFuture<Boolean> write(byte[] result) {
            documents.add(CborDump.json(Bytes.of(result)));
            return CompletableFuture.completedFuture(true);
        }
    }

    @Test
    void progressNamesTheProviderThatAJobWaitsFor() {
        Kept kept = new Kept(new CopyOnWriteArrayList<>());
        try (TestingTencent fake = new TestingTencent();
                TestingPurchasing worker = new TestingPurchasing(
                        REDIS,
                        Map.of(
                                "TENCENT_SECRET_ID",
                                TestingTencent.ID,
                                "TENCENT_SECRET_KEY",
                                TestingTencent.KEY,
                                "TENCENT_ENDPOINT",
                                fake.url()))) {
            worker.camel().getManagementStrategy().addEventNotifier(new Progress(Clock.systemUTC()));
            Exchange task = new DefaultExchange(worker.camel());
            task.setProperty(ResultWriter.PROPERTY, kept);
            task.setVariable("task", new TestingTask(List.of()).task());
            task.getMessage().setHeader("CamelAsynqQueue", "default");
            task.getMessage().setHeader("CamelAsynqTaskId", "task-1");
            task.getMessage().setBody(new Model(TestingImages.disc(256), Map.of(), null, false));

            Exchange ended = worker.camel().createProducerTemplate().send("direct:generate-model", task);

            assertThat(ended.getException()).isNull();
            assertThat(kept.documents().getFirst()).contains("\"detail\" : \"waiting for tencent\"");
        }
    }
}
