// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.avvyland.worker.asynq.testing.TestingCamel;
import com.avvyland.worker.asynq.testing.TestingStore;
import com.avvyland.worker.asynq.testing.TestingTasks;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class AsynqTraceIT {

    @RegisterExtension
    static final TestingStore STORE = new TestingStore();

    private static final String PARENT = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    private static final String OTHER = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    private static final Duration SOON = Duration.ofSeconds(10);

    private final TestingCamel camel = new TestingCamel(STORE);
    private final AsynqClient client = new AsynqClient(STORE.redis(), Clock.systemUTC());
    private final Queue<Map<String, Object>> seen = new ConcurrentLinkedQueue<>();

    @AfterEach
    void stop() {
        camel.close();
    }

    private Map<String, Object> headersOf(NewTask.Builder task, PayloadHeaders reader) throws Exception {
        client.enqueue(task.build());
        camel.bind("reader", reader);
        camel.route(
                "traced",
                "asynq:default?traceContext=#reader",
                exchange -> seen.add(Map.copyOf(exchange.getMessage().getHeaders())));
        await().atMost(SOON).until(() -> !seen.isEmpty());
        return seen.remove();
    }

    @Test
    void takesTheTraceFromThePayloadOfATaskWithoutHeaders() throws Exception {
        var headers = headersOf(NewTask.of("t").payload((PARENT + " a=1").getBytes(UTF_8)), payload -> {
            String[] words = UTF_8.decode(payload).toString().split(" ");
            return Map.of("traceparent", words[0], "tracestate", words[1], "CamelFileName", "evil");
        });
        assertThat(headers).containsEntry("traceparent", PARENT).containsEntry("tracestate", "a=1");
        assertThat(headers).doesNotContainKey("CamelFileName");
    }

    @Test
    void prefersTheTraceOfTheTaskHeaders() throws Exception {
        var headers = headersOf(
                NewTask.of("t").header("traceparent", PARENT), _ -> Map.of("traceparent", OTHER, "tracestate", "a=1"));
        assertThat(headers).containsEntry("traceparent", PARENT).doesNotContainKey("tracestate");
    }

    @Test
    void dropsATraceThatIsNoneAndAsksThePayload() throws Exception {
        var headers = headersOf(
                NewTask.of("t")
                        .header("traceparent", PARENT.replace("4bf9", "4BF9"))
                        .header("tracestate", "a=1"),
                _ -> Map.of("traceparent", OTHER));
        assertThat(headers).containsEntry("traceparent", OTHER).doesNotContainKey("tracestate");
    }

    @Test
    void runsATaskWhosePayloadCantBeReadWithoutATrace() throws Exception {
        assertThat(headersOf(NewTask.of("t"), _ -> {
                    throw new IllegalStateException("not CBOR");
                }))
                .doesNotContainKey("traceparent");
    }

    @Test
    void dropsATraceOfThePayloadThatIsTooLong() throws Exception {
        assertThat(headersOf(NewTask.of("t"), _ -> Map.of("traceparent", PARENT + "-" + "0".repeat(1 << 20))))
                .doesNotContainKey("traceparent");
    }

    @Test
    void leavesTheBodyWhereItWas() throws Exception {
        client.enqueue(NewTask.of("t").payload("whole".getBytes(UTF_8)).build());
        Queue<String> bodies = new ConcurrentLinkedQueue<>();
        PayloadHeaders greedy = payload -> {
            payload.position(payload.limit());
            return Map.of();
        };
        camel.bind("reader", greedy);
        camel.route(
                "traced",
                "asynq:default?traceContext=#reader",
                exchange -> bodies.add(exchange.getMessage().getBody(String.class)));
        await().atMost(SOON).untilAsserted(() -> assertThat(bodies).containsExactly("whole"));
    }

    @Test
    void keepsTheTraceFromOneQueueToTheNext() throws Exception {
        camel.routes(new RouteBuilder() {
            @Override
            public void configure() {
                from("asynq:first").to("asynq:second?taskType=next");
            }
        });
        client.enqueue(NewTask.of("begin")
                .queue("first")
                .id("same")
                .maxRetry(7)
                .header("traceparent", PARENT)
                .header("tracestate", "a=1")
                .build());
        await().atMost(SOON).until(() -> STORE.oracle().number("LLEN", "asynq:{second}:pending") == 1);
        String id = STORE.oracle()
                .texts("LRANGE", "asynq:{second}:pending", "0", "-1")
                .getFirst();
        var task = new TestingTasks(STORE, "second").message(id);
        assertThat(task.getHeadersMap()).containsEntry("traceparent", PARENT).containsEntry("tracestate", "a=1");
        assertThat(task.getType()).isEqualTo("next");
        assertThat(task.getId()).as("an id of its own").isNotEqualTo("same");
        assertThat(task.getRetry()).as("the endpoint's").isEqualTo(25);
        assertThat(task.getDeadline()).as("not the attempt's").isZero();
    }

    @Test
    void enqueuesNoTraceThatIsNone() throws Exception {
        var sent = camel.send("asynq:default?taskType=t", exchange -> {
            exchange.getMessage().setHeader("Traceparent", "00-" + "0".repeat(32) + "-00f067aa0ba902b7-01");
            exchange.getMessage().setHeader("tracestate", "a=1");
        });
        String id = sent.getMessage().getHeader(AsynqConstants.TASK_ID, String.class);
        assertThat(new TestingTasks(STORE, "default").message(id).getHeadersMap())
                .isEmpty();
    }
}
