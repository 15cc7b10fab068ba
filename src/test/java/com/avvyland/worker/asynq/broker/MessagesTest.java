// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.broker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.avvyland.worker.asynq.proto.SchedulerEnqueueEvent;
import com.avvyland.worker.asynq.proto.SchedulerEntry;
import com.avvyland.worker.asynq.proto.ServerInfo;
import com.avvyland.worker.asynq.proto.TaskMessage;
import com.avvyland.worker.asynq.proto.WorkerInfo;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Timestamp;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class MessagesTest {

    private static final long T0 = 1767225600L;
    private static final String V1 =
            "0a0d656d61696c3a77656c636f6d65120e7b22757365725f6964223a34327d1a2436663063306232652d336331612d346635652d39"
                    + "6137372d306435663666306331613262220764656661756c74281940880e";
    private static final String V2 =
            "0a0c7265706f72743a6275696c64120500ff10807f1a0e7265706f72742d323032362d30312208637269746963616c28034880f2d6ca"
                    + "0652456173796e713a7b637269746963616c7d3a756e697175653a7265706f72743a6275696c643a36303064386239373564"
                    + "3866386536343362643138363733656639303434333660901c7a460a0b7472616365706172656e74123730302d3462663932"
                    + "6633353737623334646136613363653932396430653065343733362d303066303637616130626139303262372d3031";
    private static final String V3 =
            "0a0a696d673a726573697a651a2462316634633764652d303030302d343030302d383030302d30303030303030303030326122036c6f"
                    + "77281930023a186465636f6465206661696c65643a20c3bc62657220e29c93401e48908ed7ca0658a8edd6ca067206757365"
                    + "723a377a050a016b1200";
    private static final String V4 = V1 + "6080a30568bdf2d6ca06";

    private static TaskMessage v1() {
        return TaskMessage.newBuilder()
                .setType("email:welcome")
                .setPayload(ByteString.copyFromUtf8("{\"user_id\":42}"))
                .setId("6f0c0b2e-3c1a-4f5e-9a77-0d5f6f0c1a2b")
                .setQueue("default")
                .setRetry(25)
                .setTimeout(1800)
                .build();
    }

    @Test
    void encodesPlainTaskLikeGo() {
        assertThat(hex(v1().toByteArray())).isEqualTo(V1);
    }

    @Test
    void encodesUniqueTaskWithHeadersLikeGo() {
        TaskMessage task = TaskMessage.newBuilder()
                .setType("report:build")
                .setPayload(ByteString.fromHex("00ff10807f"))
                .setId("report-2026-01")
                .setQueue("critical")
                .setRetry(3)
                .setDeadline(T0)
                .setUniqueKey(UniqueKey.of(
                        "critical",
                        "report:build",
                        ByteBuffer.wrap(HexFormat.of().parseHex("00ff10807f"))))
                .setRetention(3600)
                .putHeaders("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")
                .build();
        assertThat(hex(task.toByteArray())).isEqualTo(V2);
    }

    @Test
    void encodesFailedGroupedTaskLikeGo() {
        TaskMessage task = TaskMessage.newBuilder()
                .setType("img:resize")
                .setId("b1f4c7de-0000-4000-8000-00000000002a")
                .setQueue("low")
                .setRetry(25)
                .setRetried(2)
                .setErrorMsg("decode failed: über ✓")
                .setTimeout(30)
                .setDeadline(1767229200)
                .setLastFailedAt(1767225000)
                .setGroupKey("user:7")
                .putHeaders("k", "")
                .build();
        assertThat(hex(task.toByteArray())).isEqualTo(V3);
    }

    @Test
    void completionAddsTheTimeOnly() {
        TaskMessage kept = v1().toBuilder().setRetention(86400).build();
        assertThat(hex(Messages.completed(kept, Instant.ofEpochSecond(T0 + 61)).toByteArray()))
                .isEqualTo(V4);
    }

    @Test
    void aFailureAndASuccessAfterItAddWhatGoAdds() {
        TaskMessage failed = Messages.failed(v1(), "boom", Instant.ofEpochSecond(T0 + 2), true);
        String retried = V1.substring(0, V1.length() - 6) + "30013a04626f6f6d40880e5882f2d6ca06";
        assertThat(hex(failed.toByteArray())).isEqualTo(retried);
        TaskMessage kept = failed.toBuilder().setRetention(3600).build();
        assertThat(hex(Messages.completed(kept, Instant.ofEpochSecond(T0 + 23)).toByteArray()))
                .isEqualTo(retried + "60901c6897f2d6ca06");
    }

    @Test
    void encodesServerAndWorkerLikeGo() {
        ServerInfo server = ServerInfo.newBuilder()
                .setHost("worker-1")
                .setPid(4242)
                .setServerId("3f6d1a52-8c0e-4b7a-9f10-2a6f3d5c7e91")
                .setConcurrency(10)
                .putQueues("default", 3)
                .setStatus("active")
                .setStartTime(time(T0, 123456789))
                .setActiveWorkerCount(1)
                .build();
        assertThat(hex(server.toByteArray()))
                .isEqualTo(
                        "0a08776f726b65722d311092211a2433663664316135322d386330652d346237612d396631302d32613666336435"
                                + "6337653931200a2a0b0a0764656661756c7410033a06616374697665420b0880f2d6ca0610959aef3a4801");
        WorkerInfo worker = WorkerInfo.newBuilder()
                .setHost("worker-1")
                .setPid(4242)
                .setServerId("3f6d1a52-8c0e-4b7a-9f10-2a6f3d5c7e91")
                .setTaskId(v1().getId())
                .setTaskType("email:welcome")
                .setTaskPayload(v1().getPayload())
                .setQueue("default")
                .setStartTime(time(T0 + 1, 5_000_000))
                .setDeadline(time(T0 + 1801, 0))
                .build();
        assertThat(hex(worker.toByteArray()))
                .isEqualTo(
                        "0a08776f726b65722d311092211a2433663664316135322d386330652d346237612d396631302d32613666336435"
                                + "6337653931222436663063306232652d336331612d346635652d396137372d3064356636663063316132622a0d"
                                + "656d61696c3a77656c636f6d65320e7b22757365725f6964223a34327d3a0764656661756c74420b0881f2d6ca"
                                + "0610c096b1024a06088980d7ca06");
    }

    @Test
    void encodesSchedulerLikeGo() {
        SchedulerEntry entry = SchedulerEntry.newBuilder()
                .setId("e1")
                .setSpec("@every 30s")
                .setTaskType("tick")
                .addEnqueueOptions("Queue(\"low\")")
                .addEnqueueOptions("MaxRetry(3)")
                .setNextEnqueueTime(time(T0 + 30, 0))
                .setPrevEnqueueTime(time(-62135596800L, 0))
                .build();
        assertThat(hex(entry.toByteArray()))
                .isEqualTo(
                        "0a026531120a406576657279203330731a047469636b2a0c517565756528226c6f7722292a0b4d61785265747279"
                                + "283329" + "3206089ef2d6ca063a0b088092b8c398feffffff01");
        SchedulerEnqueueEvent event = SchedulerEnqueueEvent.newBuilder()
                .setTaskId(v1().getId())
                .setEnqueueTime(time(T0 + 30, 1000))
                .build();
        assertThat(hex(event.toByteArray()))
                .isEqualTo(
                        "0a2436663063306232652d336331612d346635652d396137372d3064356636663063316132621209089ef2d6ca06"
                                + "10e807");
    }

    @Test
    void decodesEveryVectorBackToItself() throws Exception {
        for (String vector : new String[] {V1, V2, V3, V4}) {
            assertThat(hex(Messages.decode(HexFormat.of().parseHex(vector)).toByteArray()))
                    .isEqualTo(vector);
        }
    }

    @Test
    void keepsUnknownFieldsWhenRewriting() throws Exception {
        String future = V1 + "82010568656c6c6f"; // field 16, "hello"
        TaskMessage failed = Messages.failed(
                Messages.decode(HexFormat.of().parseHex(future)), "boom", Instant.ofEpochSecond(T0), true);
        assertThat(hex(failed.toByteArray())).endsWith("82010568656c6c6f").contains("626f6f6d");
    }

    @Test
    void sharesThePayloadWithTheBytesItCameFrom() throws Exception {
        byte[] bytes = HexFormat.of().parseHex(V1);
        ByteBuffer payload =
                Messages.decode(bytes).getPayload().asReadOnlyByteBuffer().slice();
        int at = new String(bytes, UTF_8).indexOf('{');
        bytes[at] = '!';
        assertThat(payload.get(0)).isEqualTo((byte) '!');
    }

    @Test
    void refusesWhatIsNoMessage() {
        assertThatThrownBy(() -> Messages.decode("no protobuf".getBytes(UTF_8)))
                .isInstanceOf(InvalidProtocolBufferException.class);
        assertThatThrownBy(() -> Messages.decode(HexFormat.of().parseHex("0a02fffe")))
                .isInstanceOf(InvalidProtocolBufferException.class);
    }

    private static Timestamp time(long seconds, int nanos) {
        return Timestamp.newBuilder().setSeconds(seconds).setNanos(nanos).build();
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
