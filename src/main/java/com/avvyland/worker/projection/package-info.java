// SPDX-License-Identifier: Apache-2.0
/**
 * Pictures of an object from sides that were not photographed: the attempts, their scores, and the model made of them.
 *
 * <p>A source image or a model and a prompt enter; the best picture and a row for every attempt leave. Pictures enter; the
 * model that a provider made of them leaves. Which station follows which is said in {@code
 * routes/model-projection-*.camel.yaml}.
 */
@NullMarked
package com.avvyland.worker.projection;

import org.jspecify.annotations.NullMarked;
