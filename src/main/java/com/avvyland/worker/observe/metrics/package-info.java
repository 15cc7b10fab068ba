// SPDX-License-Identifier: Apache-2.0
/**
 * Counts what becomes of tasks, steps, callbacks and provider calls, and shows it as Prometheus text
 * (docs/observability.md).
 *
 * <p>Labels come from closed sets: no id, no URL, no text of anybody.
 */
@NullMarked
package com.avvyland.worker.observe.metrics;

import org.jspecify.annotations.NullMarked;
