// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.source;

import com.avvyland.worker.task.Bytes;
import com.avvyland.worker.task.TaskFailure;

/** Reads models behind URLs of one scheme. Safe to use from any thread. */
@FunctionalInterface
public interface UrlReader {

    /**
     * Read a model to its end.
     *
     * @param url as the producer wrote it
     * @param most bytes; what is longer is refused while it is read
     * @throws TaskFailure classified; the text names neither the URL's path nor its query
     */
    Bytes read(String url, long most);
}
