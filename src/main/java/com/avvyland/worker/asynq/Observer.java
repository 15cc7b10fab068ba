// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq;

import java.time.Duration;

/** Takes a consumer's measurements. Safe for several threads. */
interface Observer extends AutoCloseable {

    /** Measures nothing. */
    Observer NONE = new Observer() {
        @Override
        public void ended(String type, Ending ending, Duration took) {}

        @Override
        public void close() {}
    };

    /** Says how an exchange ended. */
    enum Ending {
        DONE("done"),
        FAILED("failed"),
        /** It was told to stop: deadline, cancel, lease lost, shutdown. */
        STOPPED("stopped");

        private final String word;

        Ending(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }
    }

    void ended(String type, Ending ending, Duration took);

    @Override
    void close();
}
