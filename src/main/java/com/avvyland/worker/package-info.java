// SPDX-License-Identifier: Apache-2.0
/**
 * The worker as a process: a task is water in one pipe, and this package joins the pipe's parts.
 *
 * <p>Order of the parts: {@code asynq}, {@code task}, {@code source}, {@code gltf}, {@code metadata}, {@code preview},
 * {@code artifact}, {@code journal}, {@code callback}, {@code egress}; which follows which is said in {@code routes/}.
 */
@NullMarked
package com.avvyland.worker;

import org.jspecify.annotations.NullMarked;
