// SPDX-License-Identifier: Apache-2.0
/**
 * The end of every task: what is answered, how it is signed, and what the receiver's word means for the task.
 *
 * <p>A callback record or a failure enters, a delivery or an exception leaves; the order of the stations and the
 * redelivery policy are in {@code routes/callback.camel.yaml}. No threads are owned: a task's thread waits for its
 * receiver.
 */
@NullMarked
package com.avvyland.worker.callback;

import org.jspecify.annotations.NullMarked;
