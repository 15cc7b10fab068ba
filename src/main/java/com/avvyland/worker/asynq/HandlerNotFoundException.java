// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq;

/** Says that the consumer's {@code taskTypes} don't name the type of a task; the text is the one of asynq's ServeMux. */
public final class HandlerNotFoundException extends RuntimeException {

    HandlerNotFoundException(String type) {
        super("handler not found for task \"" + type + '"');
    }
}
