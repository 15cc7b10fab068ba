// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.projection;

import com.avvyland.worker.projection.picture.Relation;
import com.avvyland.worker.task.ProjectionStepTask;

/** Tells how the outline that was asked for relates to the source's. Stateless. */
final class Relations {

    private Relations() {}

    /**
     * Return the relation: a render is of the asked side itself; a producer's picture counts as the front, whose outline is
     * mirrored at the back.
     */
    static Relation of(ProjectionStepTask task) {
        if (task.model() != null) {
            return Relation.SAME;
        }
        return switch (task.view().name()) {
            case "front" -> Relation.SAME;
            case "back" -> Relation.MIRRORED;
            default -> Relation.OTHER;
        };
    }
}
