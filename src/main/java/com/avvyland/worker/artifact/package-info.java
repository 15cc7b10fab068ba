// SPDX-License-Identifier: Apache-2.0
/**
 * What a pipeline made, from its bytes to a place where the receiver finds them: inline in the callback, in S3, or both.
 *
 * <p>Buffers enter, {@link com.avvyland.worker.task.Artifact} records leave, each only after its object was stored and
 * compared. The order of the steps is in {@code routes/model-artifacts.camel.yaml}. Alone in knowing the AWS SDK;
 * also reads models behind {@code s3://} URLs for {@code source}. No threads are owned.
 */
@NullMarked
package com.avvyland.worker.artifact;

import org.jspecify.annotations.NullMarked;
