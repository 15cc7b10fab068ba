// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.inspect;

import java.time.LocalDate;

/** Counts the attempts of one UTC day; {@code processed} includes the failed ones. */
public record DayStats(LocalDate day, long processed, long failed) {}
