// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.callback;

import com.avvyland.worker.journal.FinishedResult;
import com.avvyland.worker.task.Callback;
import com.avvyland.worker.task.CallbackEncoder;
import com.avvyland.worker.task.Task;
import org.apache.camel.Body;
import org.apache.camel.Header;
import org.apache.camel.Variable;

/** Encodes a completed task's callback, once: from here on it is bytes. Stateless. */
public final class CallbackBody {

    /** Return the result to keep and to deliver. */
    public FinishedResult completed(
            @Variable("task") Task task, @Header("CamelAsynqTaskId") String taskId, @Body Callback callback) {
        return new FinishedResult(
                taskId, task.type().wireName(), task.callbackUrl(), CallbackEncoder.encode(callback), null);
    }
}
