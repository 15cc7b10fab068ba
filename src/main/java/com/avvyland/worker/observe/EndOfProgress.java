// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.observe;

import com.avvyland.worker.asynq.AsynqConstants;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Ordered;
import org.apache.camel.support.SynchronizationAdapter;

/**
 * Ends a task's progress with its exchange. The last document goes along with the task's completion as its result, in one
 * step, unless the route set another.
 */
final class EndOfProgress extends SynchronizationAdapter {

    private final TaskProgress progress;

    EndOfProgress(TaskProgress progress) {
        this.progress = progress;
    }

    @Override
    public void onComplete(Exchange exchange) {
        byte[] done = progress.done();
        Message message = exchange.getMessage();
        if (message.getHeader(AsynqConstants.RESULT) == null) {
            message.setHeader(AsynqConstants.RESULT, done);
        }
    }

    @Override
    public void onFailure(Exchange exchange) {
        progress.end();
    }

    /** Before the task is settled, which reads the header. */
    @Override
    public int getOrder() {
        return Ordered.HIGHEST;
    }

    @Override
    public boolean allowHandover() {
        return false;
    }
}
