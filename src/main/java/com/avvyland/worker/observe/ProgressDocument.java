// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.observe;

import org.jspecify.annotations.Nullable;

/**
 * States how far a running task is; on the wire it is {@code progress} of docs/wire.cddl.
 *
 * @param percent 0 to 100, 100 only when the task is done
 * @param step id of the step that began last, empty before the first
 * @param message what that step does, for people
 * @param startedAt when the attempt began, Unix time in milliseconds
 * @param updatedAt when this was written, Unix time in milliseconds
 * @param attempt 1 for the first
 * @param detail what the step waits for; null when it said nothing
 */
record ProgressDocument(
        int percent,
        String step,
        String message,
        long startedAt,
        long updatedAt,
        int attempt,
        @Nullable String detail) {}
