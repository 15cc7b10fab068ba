// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.asynq.inspect;

/** Counts the tasks that wait in a group. */
public record GroupInfo(String group, long size) {}
