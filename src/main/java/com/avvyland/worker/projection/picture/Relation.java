// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.projection.picture;

/** Tells how the outline of a wanted view relates to that of the source. */
public enum Relation {
    /** The same side. */
    SAME,
    /** The opposite side. */
    MIRRORED,
    /** Another side: the outlines have nothing to do with each other. */
    OTHER
}
