// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.callback;

import com.avvyland.worker.asynq.SkipRetryException;
import org.jspecify.annotations.Nullable;

/** Signals that a task ends in the archive now, whatever retries are left; the message is the archive's reason. */
public class ArchivedTaskException extends SkipRetryException {

    private static final long serialVersionUID = 1L;

    public ArchivedTaskException(String reason) {
        this(reason, null);
    }

    public ArchivedTaskException(String reason, @Nullable Throwable cause) {
        super(reason, cause);
    }
}
