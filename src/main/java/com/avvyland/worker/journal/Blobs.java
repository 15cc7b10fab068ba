// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.journal;

import com.avvyland.worker.task.Bytes;
import org.jspecify.annotations.Nullable;

/** Keeps results by their digest, for as long as the journal does. Implementations are safe for any thread. */
public interface Blobs {

    /** Keep a blob; keeping it twice is once. */
    void keep(String sha256, Bytes blob);

    /** Return a blob, or null when it is not there any more. */
    @Nullable
    Bytes find(String sha256);
}
