// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.callback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.avvyland.worker.config.Secret;
import com.avvyland.worker.egress.EgressPolicy;
import com.avvyland.worker.journal.FinishedResult;
import com.avvyland.worker.task.Bytes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CallbackRequestTest {

    private static final String TRACEPARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    private final CallbackRequest request = new CallbackRequest(
            new EgressPolicy(List.of(), false, false), new CallbackSigner(new Secret("s"), null), null);

    @Test
    void leavesTheHeadersOfTheContractAndOneControlHeader() {
        Map<String, Object> headers = new HashMap<>(Map.of(
                "CamelHttpUri",
                "http://127.0.0.1/",
                "CamelHttpPath",
                "/x",
                "CamelHttpQuery",
                "a=b",
                "camelhttpmethod",
                "GET",
                "CamelAsynqTaskId",
                "t",
                "Authorization",
                "Bearer x",
                "Cookie",
                "c=1",
                "Host",
                "evil",
                "CamelHttpRawQuery",
                "y"));
        headers.put("traceparent", TRACEPARENT);
        headers.put("tracestate", "vendor=1");

        byte[] body = request.prepare(result("task-1", "HTTPS://A.example/cb?x=1"), headers);

        assertThat(body).containsExactly(1, 2);
        assertThat(headers)
                .containsOnlyKeys(
                        "CamelHttpUri",
                        "Content-Type",
                        "Idempotency-Key",
                        "X-Model-Preview-Signature",
                        "traceparent",
                        "tracestate")
                .containsEntry("CamelHttpUri", "https://a.example/cb?x=1")
                .containsEntry("Content-Type", "application/cbor")
                .containsEntry("Idempotency-Key", "task-1")
                .containsEntry("traceparent", TRACEPARENT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://a.example/",
                "https://127.0.0.1/",
                "https://a.example/{{env:SECRET}}",
                "https://u@a.example/",
                "https://a.example:22/",
                "direct:x",
                ""
            })
    void refusesAUrlThatMayNotBeCalled(String url) {
        assertThatExceptionOfType(DeliveryRefusedException.class)
                .isThrownBy(() -> request.prepare(result("t", url), new HashMap<>()))
                .withMessageStartingWith("callback_url: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nX-Injected: 1", "ü", "a b", "", "\u0000"})
    void encodesATaskIdThatNoHeaderCanCarry(String taskId) {
        Map<String, Object> headers = new HashMap<>();
        request.prepare(result(taskId, "https://a.example/"), headers);
        assertThat((String) headers.get("Idempotency-Key")).matches("[\\x21-\\x7e]*");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01\r\nX: 1", ""})
    void passesNoTraceThatIsNone(String traceparent) {
        Map<String, Object> headers = new HashMap<>();
        headers.put("traceparent", traceparent);
        request.prepare(result("t", "https://a.example/"), headers);
        assertThat(headers).doesNotContainKey("traceparent");
    }

    @Test
    void sendsTheVeryArrayThatWasSigned() {
        Bytes body = Bytes.of((byte) 7);
        FinishedResult result = new FinishedResult("t", "model.preview.v1", "https://a.example/", body, null);
        assertThat(request.prepare(result, new HashMap<>())).isSameAs(body.array());
    }

    private static FinishedResult result(String taskId, String url) {
        return new FinishedResult(taskId, "model.preview.v1", url, new Bytes(new byte[] {0, 1, 2, 0}, 1, 2), null);
    }
}
