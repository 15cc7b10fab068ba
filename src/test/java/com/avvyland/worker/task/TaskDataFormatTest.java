// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.upokecenter.cbor.CBORObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TaskDataFormatTest {

    private static final String ROUTES = """
            - route:
                errorHandler: { noErrorHandler: {} }
                from:
                  uri: direct:in
                  steps:
                    - unmarshal: { custom: { ref: taskCbor } }
            - route:
                errorHandler: { noErrorHandler: {} }
                from:
                  uri: direct:out
                  steps:
                    - marshal: { custom: { ref: taskCbor } }
            """;

    private static final DefaultCamelContext CAMEL = new DefaultCamelContext();

    @BeforeAll
    static void start() throws Exception {
        CAMEL.getRegistry()
                .bind(
                        "taskCbor",
                        new TaskDataFormat(
                                new TaskDecoder(CborLimits.TASK.withMaxBytes(10_000), Set.of(TaskType.MODEL_PREVIEW))));
        PluginHelper.getRoutesLoader(CAMEL)
                .loadRoutes(ResourceHelper.fromBytes("test.camel.yaml", ROUTES.getBytes(StandardCharsets.UTF_8)));
        CAMEL.start();
    }

    @AfterAll
    static void stop() {
        CAMEL.stop();
    }

    static Stream<Object> bodies() {
        Bytes payload = TestingPayload.sound().bytes();
        byte[] padded = new byte[payload.length() + 3];
        System.arraycopy(payload.array(), 0, padded, 2, payload.length());
        return Stream.of(
                payload,
                payload.toByteArray(),
                ByteBuffer.wrap(padded, 2, payload.length()),
                ByteBuffer.wrap(padded, 2, payload.length()).slice(),
                ByteBuffer.wrap(padded, 2, payload.length()).asReadOnlyBuffer(),
                new ByteArrayInputStream(payload.toByteArray()));
    }

    @ParameterizedTest
    @MethodSource("bodies")
    void decodesWhateverHoldsThePayload(Object body) {
        assertThat(send(body)).isInstanceOfSatisfying(ModelPreviewTask.class, task -> {
            assertThat(task.modelHash()).isEqualTo("hash-1");
            assertThat(task.source().bytes()).extracting(Bytes::length).isEqualTo(640);
        });
    }

    @Test
    void leavesTheModelInTheBufferItCameIn() {
        Bytes payload = TestingPayload.sound().bytes();
        Object task = send(ByteBuffer.wrap(payload.array()));
        assertThat(task)
                .isInstanceOfSatisfying(
                        ModelPreviewTask.class,
                        preview -> assertThat(preview.source().bytes())
                                .extracting(Bytes::array)
                                .isSameAs(payload.array()));
    }

    @Test
    void keepsItsExceptionThroughTheRoute() {
        assertThatThrownBy(() -> send(new byte[] {0}))
                .isInstanceOf(CamelExecutionException.class)
                .hasCauseInstanceOf(UndecodableTaskException.class);
    }

    @Test
    void readsNoMoreOfAStreamThanTheLimit() {
        assertThatThrownBy(() -> send(new ByteArrayInputStream(new byte[1_000_000])))
                .rootCause()
                .hasMessageContaining("too large");
    }

    @Test
    void writesCallbacks() {
        FailedCallback callback = new FailedCallback("h", "t", "failed", "e", "internal", null, null);
        byte[] body;
        try (ProducerTemplate template = CAMEL.createProducerTemplate()) {
            body = template.requestBody("direct:out", callback, byte[].class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        assertThat(CBORObject.DecodeFromBytes(body).get("task_id").AsString()).isEqualTo("t");
    }

    private static Object send(Object body) {
        try (ProducerTemplate template = CAMEL.createProducerTemplate()) {
            return template.requestBodyAndHeader("direct:in", body, "CamelAsynqTaskType", "model.preview.v1");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
