// SPDX-License-Identifier: Apache-2.0
/**
 * Shows each task as one trace: its consumption, its steps, its calls (docs/observability.md).
 *
 * <p>Alone in knowing OpenTelemetry. Nothing of it is loaded while tracing is off.
 */
@NullMarked
package com.avvyland.worker.observe.trace;

import org.jspecify.annotations.NullMarked;
