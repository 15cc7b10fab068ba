// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.observe;

import java.time.Duration;

/**
 * States how long one {@code step} of a route took for one task.
 *
 * @param taskId the asynq task id, or the exchange id where there is none
 * @param step the step's id in the route
 * @param took wall time
 * @param failed whether the step ended in an exception
 */
public record StepTime(String taskId, String step, Duration took, boolean failed) {}
