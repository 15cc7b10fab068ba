// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.server;

import org.jspecify.annotations.Nullable;

/** Says how a handler's work on a task ended. */
public sealed interface Outcome {

    /** It worked. */
    record Success(byte @Nullable [] result) implements Outcome {}

    /** It did not. */
    record Failure(Throwable error) implements Outcome {}

    /** It was given up without an attempt being counted. */
    record Returned() implements Outcome {}
}
