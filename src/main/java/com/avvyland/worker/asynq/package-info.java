// SPDX-License-Identifier: Apache-2.0
/**
 * The Camel component {@code asynq:}: tasks that Go's asynq queued in Redis enter as exchanges and are settled by how the
 * exchange ends; exchanges sent to it become tasks.
 *
 * <p>It knows nothing of this product. The consumer's {@code server} owns the threads; tasks run on Camel's.
 */
@NullMarked
package com.avvyland.worker.asynq;

import org.jspecify.annotations.NullMarked;
