// SPDX-License-Identifier: Apache-2.0
/**
 * What survives a crash, and what a retried task reads first.
 *
 * <p>A finished result enters before its first delivery and leaves when it is delivered; in between, every attempt of
 * the task sends the same bytes. Redis owns the data, with a time to live; no threads are owned.
 */
@NullMarked
package com.avvyland.worker.journal;

import org.jspecify.annotations.NullMarked;
