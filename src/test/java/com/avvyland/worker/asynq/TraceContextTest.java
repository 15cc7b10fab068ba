// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TraceContextTest {

    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String SPAN = "00f067aa0ba902b7";
    private static final String PARENT = "00-" + TRACE + "-" + SPAN + "-01";

    /** The examples are those of the W3C recommendation and of its test suite. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                PARENT,
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00",
                "cc-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                "cc-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-what-the-future-will-be-like"
            })
    void keepsAValidParent(String parent) {
        assertThat(cleaned(parent, null)).containsEntry("traceparent", parent);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00-x",
                "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
                "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
                "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-1",
                "cc-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01.what",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01\n",
                " 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
            })
    void dropsAnInvalidParentAndItsState(String parent) {
        assertThat(cleaned(parent, "vendor=1")).isEmpty();
    }

    static Stream<String> validStates() {
        return Stream.of(
                "rojo=00f067aa0ba902b7,congo=t61rcWkgMzE",
                "rojo=1 , , congo=2",
                "tenant@system=x",
                members(32),
                "a=" + "v".repeat(256));
    }

    @ParameterizedTest
    @MethodSource("validStates")
    void keepsAValidState(String state) {
        assertThat(cleaned(PARENT, state)).containsEntry("tracestate", state);
    }

    static Stream<String> invalidStates() {
        return Stream.of(
                "", " ", ",", "foo", "foo=1\r\nX-Evil: 1", "FOO=1", "foo=ü", "=1", members(33), "a=" + "v".repeat(511));
    }

    @ParameterizedTest
    @MethodSource("invalidStates")
    void dropsAnInvalidStateAndKeepsTheParent(String state) {
        assertThat(cleaned(PARENT, state)).containsOnly(Map.entry("traceparent", PARENT));
    }

    @Test
    void dropsAStateWithoutAParent() {
        Map<String, String> headers = new HashMap<>(Map.of("tracestate", "a=1", "other", "stays"));
        TraceContext.clean(headers);
        assertThat(headers).containsOnly(Map.entry("other", "stays"));
    }

    private static String members(int count) {
        return String.join(
                ",", IntStream.range(0, count).mapToObj(i -> "k" + i + "=v").toList());
    }

    private static Map<String, String> cleaned(String parent, @Nullable String state) {
        Map<String, String> headers = new HashMap<>();
        headers.put("traceparent", parent);
        if (state != null) {
            headers.put("tracestate", state);
        }
        TraceContext.clean(headers);
        return headers;
    }
}
