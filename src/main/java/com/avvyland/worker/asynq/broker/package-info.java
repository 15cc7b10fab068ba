// SPDX-License-Identifier: Apache-2.0
/**
 * The states of a task in Redis and the moves between them, one class a role: client, worker, upkeep, registry.
 *
 * <p>Task messages and times enter, script calls leave. Every move is one script that checks before it writes. Nothing
 * here owns a thread or remembers anything; everything is safe to share.
 */
@NullMarked
package com.avvyland.worker.asynq.broker;

import org.jspecify.annotations.NullMarked;
