// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.callback;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.avvyland.worker.asynq.ResultWriter;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class LeaseCheckTest {

    private final LeaseCheck check = new LeaseCheck();

    @Test
    void stopsAnAttemptWhoseTaskMayBeAnothers() {
        assertThatThrownBy(() -> check.check(new Held(false)))
                .isInstanceOf(LeaseOverException.class)
                .hasMessage("lease: over (expected: held until the callback is sent)");
    }

    @Test
    void letsTheOwnerAndRoutesWithoutAQueueGoOn() {
        assertThatCode(() -> check.check(new Held(true))).doesNotThrowAnyException();
        assertThatCode(() -> check.check(null)).doesNotThrowAnyException();
    }

    record Held(boolean held) implements ResultWriter {

        @Override
        public String taskId() {
            return "a";
        }

        @Override
        public CompletableFuture<Boolean> write(byte[] result) {
            return CompletableFuture.completedFuture(held);
        }
    }
}
