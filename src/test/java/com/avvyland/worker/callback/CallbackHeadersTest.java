// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.callback;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CallbackHeadersTest {

    private final CallbackHeaders headers = new CallbackHeaders();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Idempotency-Key",
                "traceparent",
                "tracestate",
                "webhook-id",
                "Webhook-Timestamp",
                "webhook-signature",
                "X-Model-Preview-Signature",
                "x-model-preview-signature-previous",
                "X-Model-Object-Signature",
                "X-Model-Projection-Signature",
                "X-Model-Projection-Model-Signature"
            })
    void sendsTheHeadersOfTheContract(String name) {
        assertThat(headers.applyFilterToCamelHeaders(name, "v", null)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Authorization",
                "Cookie",
                "Host",
                "CamelHttpUri",
                "camelhttpuri",
                "CamelRedeliveryCounter",
                "baggage",
                "X-Forwarded-For",
                "Content-Type",
                ""
            })
    void sendsNoOther(String name) {
        assertThat(headers.applyFilterToCamelHeaders(name, "v", null)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Set-Cookie", "CamelHttpUri", "Location", "traceparent", "Content-Type", "Retry-After-Not"})
    void takesNothingBackButRetryAfter(String name) {
        assertThat(headers.applyFilterToExternalHeaders(name, "v", null)).isTrue();
        assertThat(headers.applyFilterToExternalHeaders("retry-AFTER", "v", null))
                .isFalse();
    }
}
