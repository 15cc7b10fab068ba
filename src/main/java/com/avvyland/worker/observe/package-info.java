// SPDX-License-Identifier: Apache-2.0
/**
 * What operators see: times of stages now, traces and metrics later.
 *
 * <p>Camel's events enter; log lines and measurements leave. Nothing here changes what a task does.
 */
@NullMarked
package com.avvyland.worker.observe;

import org.jspecify.annotations.NullMarked;
