// SPDX-License-Identifier: Apache-2.0
/**
 * Looks at queues and tasks and moves tasks by hand, for a command line or a page.
 *
 * <p>Queue names and task ids enter, records leave. It owns no thread and remembers nothing.
 */
@NullMarked
package com.avvyland.worker.asynq.inspect;

import org.jspecify.annotations.NullMarked;
