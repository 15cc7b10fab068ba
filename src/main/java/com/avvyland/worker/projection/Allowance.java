// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.projection;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Says how many pictures a step may have, and from which score one passes.
 *
 * @param maxAttempts 1..10
 * @param passScore 0..1
 * @param deadline when asynq stops this try of the task; absent where it does not
 */
record Allowance(
        int maxAttempts, double passScore, @Nullable Instant deadline, InstantSource clock) {

    /** For the callback: what is cut off by the deadline is delivered to nobody. */
    private static final Duration ENDING = Duration.ofSeconds(10);

    /** Return why there is no further round, or null when there may be one. */
    @Nullable
    String refusal(List<Round> rounds) {
        if (rounds.size() >= maxAttempts) {
            return "no attempt is left";
        }
        long longest = rounds.stream()
                .mapToLong(round -> round.endedAt - round.startedAt)
                .max()
                .orElse(0);
        if (deadline != null && clock.instant().plusMillis(longest).plus(ENDING).isAfter(deadline)) {
            return "another attempt would not end before the task's deadline";
        }
        return null;
    }
}
