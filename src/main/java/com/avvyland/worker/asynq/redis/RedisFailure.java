// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.redis;

import org.jspecify.annotations.Nullable;

/** Reports a call that Redis refused or that it may or may not have run. Passing: the caller may try again. */
public final class RedisFailure extends RuntimeException {

    private static final int MAX_TEXT = 300;

    public RedisFailure(String message) {
        super(capped(message));
    }

    public RedisFailure(String message, @Nullable Throwable cause) {
        super(capped(message), cause);
    }

    private static String capped(String text) {
        return text.length() > MAX_TEXT ? text.substring(0, MAX_TEXT) : text;
    }
}
