// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.artifact;

/**
 * Says how a draft gets into the store.
 *
 * @param conditional whether it must not replace an object that another worker has stored meanwhile
 */
public record Upload(Way way, boolean conditional) {

    /** Names the ways; routes compare with these names. */
    public enum Way {
        /** The object is there and was compared. */
        NONE,
        /** One request. */
        WHOLE,
        /** Several requests: the content is large. */
        PARTS
    }
}
