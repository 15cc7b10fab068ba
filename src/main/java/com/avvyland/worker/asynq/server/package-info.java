// SPDX-License-Identifier: Apache-2.0
/**
 * Runs tasks: fetches them while slots are free, keeps them leased, settles each exactly once, does asynq's upkeep.
 *
 * <p>Stored tasks enter, calls to one {@link com.avvyland.worker.asynq.server.Handler} leave. {@code Server} owns one
 * platform thread an actor, so that busy handlers on virtual threads never delay a heartbeat.
 */
@NullMarked
package com.avvyland.worker.asynq.server;

import org.jspecify.annotations.NullMarked;
