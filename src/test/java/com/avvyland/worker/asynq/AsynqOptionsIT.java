// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq;

import static org.assertj.core.api.Assertions.assertThat;

import com.avvyland.worker.asynq.proto.TaskMessage;
import com.avvyland.worker.asynq.testing.TestingCamel;
import com.avvyland.worker.asynq.testing.TestingClock;
import com.avvyland.worker.asynq.testing.TestingStore;
import com.avvyland.worker.asynq.testing.TestingTasks;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Describes a task by the options of the endpoint and by headers, and reads what Redis has. */
class AsynqOptionsIT {

    @RegisterExtension
    static final TestingStore STORE = new TestingStore();

    private static final String LOCK = "asynq:{default}:unique:t:d41d8cd98f00b204e9800998ecf8427e";

    private final Instant now = Instant.ofEpochSecond(Instant.now().getEpochSecond());
    private final TestingTasks tasks = new TestingTasks(STORE, "default");
    private final TestingCamel camel = new TestingCamel(STORE).clock(new TestingClock(now));

    @AfterEach
    void stop() {
        camel.close();
    }

    private TaskMessage sent(String options, Map<String, Object> headers) throws Exception {
        Exchange exchange = camel.send("asynq:default?taskType=t&" + options, each -> {
            each.getMessage().setBody(new byte[0]);
            each.getMessage().setHeader(AsynqConstants.TASK_ID, "a");
            headers.forEach(each.getMessage()::setHeader);
        });
        assertThat(exchange.getException()).isNull();
        return tasks.message("a");
    }

    private static long score(String set) {
        return STORE.oracle().number("ZSCORE", "asynq:{default}:" + set, "a");
    }

    @Test
    void everyOptionOfTheEndpointReachesTheTask() throws Exception {
        TaskMessage task = sent("maxRetry=3&timeout=90s&retention=1h&unique=5m&processIn=10m&group=g", Map.of());
        assertThat(task)
                .isEqualTo(TaskMessage.newBuilder()
                        .setType("t")
                        .setId("a")
                        .setQueue("default")
                        .setRetry(3)
                        .setTimeout(90)
                        .setRetention(3600)
                        .setUniqueKey(LOCK)
                        .setGroupKey("g")
                        .build());
        assertThat(score("scheduled")).isEqualTo(now.getEpochSecond() + 600);
        assertThat(STORE.oracle().number("TTL", LOCK))
                .as("until it is due, and then on")
                .isBetween(890L, 900L);
    }

    @Test
    void everyHeaderWinsOverTheOption() throws Exception {
        TaskMessage task = sent(
                "maxRetry=3&timeout=90s&retention=1h&unique=5m&processIn=10m&group=g",
                Map.of(
                        AsynqConstants.TASK_TYPE,
                        "t",
                        AsynqConstants.MAX_RETRY,
                        4,
                        AsynqConstants.TIMEOUT,
                        Duration.ofSeconds(5),
                        AsynqConstants.DEADLINE,
                        now.plusSeconds(77),
                        AsynqConstants.RETENTION,
                        Duration.ofSeconds(6),
                        AsynqConstants.UNIQUE,
                        Duration.ofSeconds(100),
                        AsynqConstants.PROCESS_IN,
                        Duration.ZERO,
                        AsynqConstants.GROUP,
                        "other"));
        assertThat(task)
                .isEqualTo(TaskMessage.newBuilder()
                        .setType("t")
                        .setId("a")
                        .setQueue("default")
                        .setRetry(4)
                        .setTimeout(5)
                        .setDeadline(now.getEpochSecond() + 77)
                        .setRetention(6)
                        .setUniqueKey(LOCK)
                        .setGroupKey("other")
                        .build());
        assertThat(tasks.state("a")).as("no longer later").isEqualTo("aggregating");
        assertThat(score("g:other")).isEqualTo(now.getEpochSecond());
        assertThat(STORE.oracle().number("TTL", LOCK)).isBetween(90L, 100L);
    }

    /** A route in YAML can only write text. */
    @Test
    void aTimeWrittenAsTextIsUnderstood() throws Exception {
        TaskMessage task = sent(
                "maxRetry=3",
                Map.of(
                        AsynqConstants.PROCESS_AT, now.plusSeconds(90).toString(),
                        AsynqConstants.DEADLINE, now.plusSeconds(99).toString(),
                        AsynqConstants.TIMEOUT, "PT7S"));
        assertThat(task.getTimeout()).isEqualTo(7);
        assertThat(task.getDeadline()).isEqualTo(now.getEpochSecond() + 99);
        assertThat(score("scheduled")).isEqualTo(now.getEpochSecond() + 90);
    }

    @Test
    void aTimeThatIsNoneIsRefused() throws Exception {
        Exchange exchange = camel.send(
                "asynq:default?taskType=t", each -> each.getMessage().setHeader(AsynqConstants.PROCESS_AT, "tomorrow"));
        assertThat(exchange.getException())
                .hasMessage("CamelAsynqProcessAt: tomorrow (expected: a time as in 2026-01-31T12:00:00Z)");
        assertThat(STORE.oracle().number("EXISTS", "asynq:{default}:pending")).isZero();
    }
}
