// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.group;

import java.time.Instant;

/**
 * Names an aggregation set that is ours.
 *
 * @param key its full key: the group's, a colon, a random id
 * @param deadline when others may put its tasks back into the group
 */
public record GroupSet(String queue, String group, String key, Instant deadline) {}
