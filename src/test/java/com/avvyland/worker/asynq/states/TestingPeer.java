// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.states;

/** Does what a step of a recorded state asks for. One thread. */
interface TestingPeer extends AutoCloseable {

    /** Do a step and return its answer; a refusal is {@code error: } and its text. */
    String step(String step) throws Exception;

    @Override
    void close() throws Exception;
}
