// SPDX-License-Identifier: Apache-2.0
/**
 * What operators and callers see: times of stages, the progress of a task, what log lines say of both; traces, metrics and
 * health in the packages below.
 *
 * <p>Camel's events enter; log lines, measurements and progress documents leave. Nothing here changes what a task does.
 */
@NullMarked
package com.avvyland.worker.observe;

import org.jspecify.annotations.NullMarked;
