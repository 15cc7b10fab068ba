// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** Reads a reply as the type the caller expects. */
public record Reply(@Nullable Object value) {

    /** Return the failure that completed a reply's future. */
    public static RedisFailure failure(Throwable error) {
        Throwable cause = error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
        return cause instanceof RedisFailure failure
                ? failure
                : new RedisFailure("redis: " + cause.getClass().getSimpleName(), cause);
    }

    /** Return the reply as a number; nil is 0. */
    public long number() {
        return value == null ? 0 : number(value);
    }

    /** Return the reply as bytes, null when nil. */
    public byte @Nullable [] bytes() {
        return (byte[]) value;
    }

    /** Return the reply as text, null when nil. */
    public @Nullable String text() {
        return value == null ? null : text(value);
    }

    /** Return the reply's elements. */
    @SuppressWarnings("unchecked")
    public List<@Nullable Object> list() {
        return value == null ? List.of() : (List<@Nullable Object>) value;
    }

    /** Return an element as a number. */
    public static long number(@Nullable Object element) {
        return element instanceof Long number ? number : Long.parseLong(text(element));
    }

    /** Return an element as text. */
    public static String text(@Nullable Object element) {
        Objects.requireNonNull(element, "reply");
        return element instanceof byte[] bytes ? new String(bytes, UTF_8) : element.toString();
    }
}
