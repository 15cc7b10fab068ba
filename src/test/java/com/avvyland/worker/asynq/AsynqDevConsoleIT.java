// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.avvyland.worker.asynq.testing.TestingCamel;
import com.avvyland.worker.asynq.testing.TestingStore;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.apache.camel.console.DevConsole;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.util.json.JsonObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class AsynqDevConsoleIT {

    @RegisterExtension
    static final TestingStore STORE = new TestingStore();

    private final TestingCamel camel = new TestingCamel(STORE);
    private final AsynqClient client = new AsynqClient(STORE.redis(), Clock.systemUTC());

    @AfterEach
    void stop() {
        camel.close();
    }

    /** As Camel's own tools find it: by name, through the service file. */
    private DevConsole console() {
        DevConsole console = PluginHelper.getDevConsoleResolver(camel.context()).resolveDevConsole("asynq");
        return console;
    }

    private JsonNode json() throws Exception {
        return new ObjectMapper().readTree(((JsonObject) console().call(DevConsole.MediaType.JSON)).toJson());
    }

    @Test
    void showsConsumersTasksAndQueuesButNoPayload() throws Exception {
        client.enqueue(NewTask.of("render\n\u001b[31m")
                .id("a")
                .payload("secret payload".getBytes(UTF_8))
                .header("x", "secret header")
                .build());
        client.enqueue(NewTask.of("later")
                .queue("low")
                .processAt(Clock.systemUTC().instant().plusSeconds(3600))
                .build());
        CountDownLatch open = new CountDownLatch(1);
        camel.route("tasks", "asynq:default=2,low?concurrency=3", _ -> open.await());
        await().atMost(Duration.ofSeconds(10))
                .until(() -> json().at("/consumers/0/running").asInt() == 1);
        JsonNode consumer = json().at("/consumers/0");
        assertThat(consumer.get("routeId").asText()).isEqualTo("tasks");
        assertThat(consumer.get("status").asText()).isEqualTo("Started");
        assertThat(consumer.get("concurrency").asInt()).isEqualTo(3);
        JsonNode task = consumer.at("/tasks/0");
        assertThat(task.get("id").asText()).isEqualTo("a");
        assertThat(task.get("type").asText()).isEqualTo("render  [31m");
        assertThat(Duration.between(
                        java.time.Instant.parse(task.get("started").asText()),
                        java.time.Instant.parse(task.get("deadline").asText())))
                .isEqualTo(Duration.ofMinutes(30));
        assertThat(consumer.at("/queues/0/queue").asText()).isEqualTo("default");
        assertThat(consumer.at("/queues/0/priority").asInt()).isEqualTo(2);
        assertThat(consumer.at("/queues/0/active").asInt()).isEqualTo(1);
        assertThat(consumer.at("/queues/1/scheduled").asInt()).isEqualTo(1);
        String text = String.valueOf(console().call(DevConsole.MediaType.TEXT));
        assertThat(text).contains("routeId=tasks").contains("id=a").contains("queue=low");
        assertThat(text.lines()).as("a line each").hasSize(4);
        assertThat(text + json()).doesNotContain("secret");
        open.countDown();
    }

    @Test
    void saysThatRedisIsAway() throws Exception {
        camel.route("tasks", "asynq:default", _ -> {});
        STORE.server().stop();
        try {
            assertThat(json().at("/consumers/0/trouble").asText()).startsWith("redis");
            assertThat(json().at("/consumers/0/routeId").asText()).isEqualTo("tasks");
        } finally {
            STORE.server().start();
        }
    }
}
