// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.config;

import org.jspecify.annotations.Nullable;

/**
 * Holds what somebody needs who enqueues tasks, looks at queues or receives callbacks; no secret is required for it.
 *
 * @param queue of {@code model.preview.v1} and {@code model.object_pipeline.v1}
 * @param projectionQueue of the two projection types
 * @param maxPayload largest task payload that a worker decodes
 * @param secret absent where the signing secret is not set
 * @param previousSecret absent where no secret is being rotated
 */
public record ClientConfig(
        RedisConfig redis,
        String queue,
        String projectionQueue,
        ByteSize maxPayload,
        @Nullable Secret secret,
        @Nullable Secret previousSecret) {

    static ClientConfig of(Values values) {
        return new ClientConfig(
                RedisConfig.of(values),
                values.get(Settings.QUEUE),
                values.get(ProjectionSettings.QUEUE),
                values.get(Settings.MAX_PAYLOAD),
                values.find(Settings.CALLBACK_SECRET),
                values.find(Settings.CALLBACK_SECRET_PREVIOUS));
    }
}
