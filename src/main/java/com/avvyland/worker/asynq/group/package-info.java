// SPDX-License-Identifier: Apache-2.0
/**
 * Aggregation as asynq does it: tasks that wait in a group become one task when the group is full, old or quiet enough.
 *
 * <p>Groups stored by clients enter; one task a set, made by a {@link com.avvyland.worker.asynq.group.GroupHandler},
 * leaves. {@code Aggregator} owns one platform thread for its clock and up to three virtual ones that call the handler.
 */
@NullMarked
package com.avvyland.worker.asynq.group;

import org.jspecify.annotations.NullMarked;
