// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.callback;

import static org.assertj.core.api.Assertions.assertThat;

import com.avvyland.worker.journal.FinishedResult;
import com.avvyland.worker.task.Bytes;
import com.avvyland.worker.testing.TestingReceiver;
import com.avvyland.worker.testing.TestingReceiver.Answer;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CallbackRouteIT extends CallbackDeliveryBase {

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 202, 204, 299})
    void endsTheTaskWhenTheReceiverAccepts(int status) {
        receiver.answer(status);
        Exchange ended = deliver(result(receiver.url("/cb")));

        assertThat(ended.getException()).isNull();
        assertThat(receiver.received()).hasSize(1);
        assertThat(keptFor()).isBetween(Duration.ofSeconds(1), Duration.ofMinutes(1));
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 425, 429, 500, 502, 503, 504, 599})
    void redeliversAndThenLeavesTheTaskToBeRetried(int status) {
        receiver.answer(status, status, status);
        Exchange ended = deliver(result(receiver.url("/cb")));

        assertThat(ended.getException())
                .isInstanceOf(DeliveryDelayedException.class)
                .hasMessage("callback: %d (expected: 2xx)", status);
        assertThat(receiver.received()).hasSize(3);
        assertThat(kept()).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {300, 304, 400, 401, 403, 404, 405, 409, 410, 413, 422, 451, 499})
    void archivesTheTaskWhenTheReceiverRefuses(int status) {
        receiver.answer(status);
        Exchange ended = deliver(result(receiver.url("/cb")));

        assertThat(ended.getException())
                .isInstanceOf(DeliveryRefusedException.class)
                .isInstanceOf(ArchivedTaskException.class)
                .hasMessage("callback: %d (expected: 2xx)", status);
        assertThat(receiver.received()).hasSize(1);
        assertThat(kept()).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void followsNoRedirect(int status) throws IOException {
        try (TestingReceiver other = new TestingReceiver()) {
            receiver.answer(Answer.of(status).with("Location", other.url("/elsewhere")));
            Exchange ended = deliver(result(receiver.url("/cb")));

            assertThat(ended.getException()).isInstanceOf(DeliveryRefusedException.class);
            assertThat(receiver.received()).hasSize(1);
            assertThat(other.received()).isEmpty();
        }
    }

    @Test
    void deliversAgainByteByByte() {
        receiver.answer(503, 500, 200);
        Exchange ended = deliver(result(receiver.url("/cb?x=%2F&y=1")));

        assertThat(ended.getException()).isNull();
        assertThat(receiver.received()).hasSize(3).allSatisfy(received -> {
            assertThat(received.method()).isEqualTo("POST");
            assertThat(received.uri()).hasToString("/cb?x=%2F&y=1");
            assertThat(received.body()).isEqualTo(BODY);
            assertThat(received.headers())
                    .containsEntry("Content-Type", "application/cbor")
                    .containsEntry("Content-Length", Integer.toString(BODY.length))
                    .containsEntry("Idempotency-Key", "task-1")
                    .containsEntry(
                            "X-Model-Preview-Signature",
                            CallbackSignerTest.rfc2104(TestingCallbackRoutes.SECRET.bytes(), BODY))
                    .containsEntry(
                            "X-Model-Preview-Signature-Previous",
                            CallbackSignerTest.rfc2104(TestingCallbackRoutes.PREVIOUS.bytes(), BODY));
        });
    }

    @Test
    void sendsNoHeaderButThoseOfTheContract() {
        deliver(result(receiver.url("/cb")));

        assertThat(receiver.received())
                .singleElement()
                .satisfies(received -> assertThat(
                                received.headers().keySet().stream().map(name -> name.toLowerCase(Locale.ROOT)))
                        .containsExactlyInAnyOrder(
                                "content-type",
                                "content-length",
                                "idempotency-key",
                                "x-model-preview-signature",
                                "x-model-preview-signature-previous",
                                "traceparent",
                                "host",
                                "connection",
                                "user-agent"));
    }

    @Test
    void letsNothingOfAnAnswerIntoTheNextRequest() {
        receiver.answer(Answer.of(503)
                .with("CamelHttpUri", "http://127.0.0.1:1/")
                .with("CamelHttpPath", "/elsewhere")
                .with("CamelHttpMethod", "GET")
                .with("CamelRedeliveryDelay", "600000")
                .with("Set-Cookie", "session=1")
                .with("traceparent", "00-11111111111111111111111111111111-1111111111111111-01")
                .with("Authorization", "Bearer x"));
        Exchange ended = deliver(result(receiver.url("/cb")));

        assertThat(ended.getException()).isNull();
        assertThat(receiver.received()).hasSize(2).allSatisfy(received -> {
            assertThat(received.method()).isEqualTo("POST");
            assertThat(received.uri()).hasToString("/cb");
            assertThat(received.headers())
                    .doesNotContainKeys("Cookie", "Authorization")
                    .containsEntry("traceparent", TRACEPARENT);
        });
        assertThat(ended.getMessage().getHeaders())
                .doesNotContainKeys("Set-Cookie", "CamelHttpMethod", "CamelHttpUri", "CamelHttpResponseCode");
    }

    @Test
    void waitsLongerEachTime() {
        receiver.answer(503, 503);
        deliver(result(receiver.url("/cb")));

        assertThat(gap(0)).isBetween(Duration.ofMillis(75), Duration.ofMillis(900));
        assertThat(gap(1)).isBetween(Duration.ofMillis(150), Duration.ofMillis(1500));
    }

    @Test
    void waitsAsLongAsTheReceiverAsksAndBacksOffFromThere() {
        receiver.answer(Answer.of(429).with("Retry-After", "1"), Answer.of(503));
        deliver(result(receiver.url("/cb")));

        assertThat(gap(0)).isBetween(Duration.ofMillis(950), Duration.ofMillis(2000));
        assertThat(gap(1)).isBetween(Duration.ofMillis(1500), Duration.ofMillis(4500));
    }

    @Test
    void doesNotWaitLongerThanTheTimeout() {
        receiver.answer(
                Answer.of(200).after(Duration.ofSeconds(30)),
                Answer.of(200).after(Duration.ofSeconds(30)),
                Answer.of(200).after(Duration.ofSeconds(30)));
        Exchange ended = deliver(result(receiver.url("/cb")));

        assertThat(ended.getException())
                .isInstanceOf(DeliveryDelayedException.class)
                .hasMessage("callback: no answer in time (expected: 2xx)");
        assertThat(receiver.received()).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://169.254.169.254/", "http://user@127.0.0.1/", "ftp://127.0.0.1/", "nonsense"})
    void archivesTheTaskWhenTheUrlMayNotBeCalled(String url) {
        assertThat(deliver(result(url)).getException())
                .isInstanceOf(DeliveryRefusedException.class)
                .hasMessageStartingWith("callback_url: ");
    }

    @Test
    void archivesTheTaskWhoseLastRetryHasFailedOnceItsReceiverKnows() {
        FinishedResult failed = new FinishedResult(
                "task-1", "model.preview.v1", receiver.url("/cb"), Bytes.of(BODY), "render_failed: page: crashed");
        Exchange ended = deliver(failed);

        assertThat(ended.getException())
                .isExactlyInstanceOf(ArchivedTaskException.class)
                .hasMessage("render_failed: page: crashed");
        assertThat(receiver.received()).hasSize(1);
        assertThat(kept()).isNull();
    }

    @Test
    void keepsAndSendsNothingForATaskThatMayBeAnothers() {
        Exchange ended = deliver(result(receiver.url("/cb")), false);

        assertThat(ended.getException()).isExactlyInstanceOf(LeaseOverException.class);
        assertThat(receiver.received()).isEmpty();
        assertThat(kept()).isNull();
    }

    @Test
    void keepsTheResultBeforeTheFirstPost() {
        receiver.answer(Answer.of(500).after(Duration.ofMillis(1)));
        receiver.answer(404);
        deliver(result(receiver.url("/cb")));
        assertThat(kept()).isEqualTo(result(receiver.url("/cb")));
    }
}
