// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.callback;

import com.avvyland.worker.journal.FinishedResult;
import org.apache.camel.Body;

/** Says how a task ends whose answer was delivered. Stateless. */
public final class Settlement {

    /**
     * End the task: it is done, unless it failed on its last retry.
     *
     * @throws ArchivedTaskException when the task goes to the archive
     */
    public void settle(@Body FinishedResult delivered) {
        if (delivered.archiveReason() != null) {
            throw new ArchivedTaskException(delivered.archiveReason());
        }
    }
}
