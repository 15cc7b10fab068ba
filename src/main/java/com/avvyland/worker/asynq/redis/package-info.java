// SPDX-License-Identifier: Apache-2.0
/**
 * The one way to Redis: script calls enter, replies leave, both as bytes.
 *
 * <p>{@link com.avvyland.worker.asynq.redis.Redis} is the interface; its implementation owns the connections and their
 * threads. Replies complete on those threads, so a caller must not block in a continuation.
 */
@NullMarked
package com.avvyland.worker.asynq.redis;

import org.jspecify.annotations.NullMarked;
