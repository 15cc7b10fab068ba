// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.group;

import com.avvyland.worker.asynq.NewTask;
import com.avvyland.worker.asynq.proto.TaskMessage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes one task of a group's tasks. Called from up to three threads at once. */
@FunctionalInterface
public interface GroupHandler {

    /**
     * Make the task that takes the place of the given ones.
     *
     * <p>What it throws puts them back into the group, to be tried again later; so does taking longer than two minutes.
     *
     * @param tasks oldest first, at least one
     * @return the task, stored in the group's queue whatever queue it names; null to keep the group as it is for now
     */
    @Nullable
    NewTask aggregate(String group, List<TaskMessage> tasks) throws Exception;

    /** Return the limits of one group; those configured unless overridden. Must be quick. */
    default GroupLimits limits(String queue, String group, GroupLimits configured) {
        return configured;
    }
}
