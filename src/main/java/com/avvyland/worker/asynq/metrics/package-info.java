// SPDX-License-Identifier: Apache-2.0
/**
 * Shows queues and workers as Micrometer meters, the queues under the names that asynq's own Prometheus collector uses.
 *
 * <p>Nothing outside this package needs Micrometer on the class path. It owns no thread: values are read when a registry
 * asks.
 */
@NullMarked
package com.avvyland.worker.asynq.metrics;

import org.jspecify.annotations.NullMarked;
