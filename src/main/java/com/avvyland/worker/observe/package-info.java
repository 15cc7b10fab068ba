// SPDX-License-Identifier: Apache-2.0
/**
 * What operators and callers see: times of stages and the progress of a task now, traces and metrics later.
 *
 * <p>Camel's events enter; log lines, measurements and progress documents leave. Nothing here changes what a task does.
 */
@NullMarked
package com.avvyland.worker.observe;

import org.jspecify.annotations.NullMarked;
