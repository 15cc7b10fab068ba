// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.artifact;

import com.avvyland.worker.task.Artifact;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Holds the artifacts of one task, and which of them are known to be where they are said to be.
 *
 * <p>Belongs to the task's thread.
 */
public final class ArtifactSet {

    private final List<Draft> drafts;
    private final Set<Draft.Place> confirmed = new HashSet<>();

    ArtifactSet(List<Draft> drafts) {
        this.drafts = List.copyOf(drafts);
    }

    /** Return those to store, in the order in which they were made. */
    List<Draft> toStore() {
        return drafts.stream().filter(draft -> draft.place() != null).toList();
    }

    /** Note that the store holds a draft's very bytes. */
    void confirm(Draft draft) {
        confirmed.add(draft.stored());
    }

    /**
     * Return the artifacts as the callback names them.
     *
     * @throws IllegalStateException when one is said to be stored and was not compared: nothing may refer to it yet
     */
    List<Artifact> artifacts() {
        for (Draft draft : toStore()) {
            if (!confirmed.contains(draft.stored())) {
                throw new IllegalStateException(
                        "%s: not stored yet (expected: routes store artifacts before they list them)"
                                .formatted(draft.logicalName()));
            }
        }
        return drafts.stream().map(Draft::artifact).toList();
    }
}
