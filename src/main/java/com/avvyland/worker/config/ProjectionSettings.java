// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.config;

import static com.avvyland.worker.config.Setting.of;

import java.util.List;

/** Lists the settings of the projection families, in the order of the README's table. */
final class ProjectionSettings {

    static final Setting<String> QUEUE = of(
            "worker.projection.queue",
            "MODEL_PROJECTION_QUEUE_NAME",
            "model_projection",
            Kind.TEXT,
            "queue of `model.projection.step.v1` and `model.projection.model.v1`");
    static final Setting<Integer> CONCURRENCY = of(
            "worker.projection.concurrency",
            "MODEL_PROJECTION_WORKER_CONCURRENCY",
            "2",
            Kind.number(0, 256),
            "tasks of that queue at once in this process, beside the others; 0: none");
    static final Setting<Integer> MAX_ATTEMPTS = of(
            "worker.projection.max_attempts",
            "MODEL_PROJECTION_MAX_ATTEMPTS",
            "3",
            Kind.number(1, 10),
            "pictures of one step that are paid for at most");
    static final Setting<Double> PASS_SCORE = of(
            "worker.projection.pass_score",
            "MODEL_PROJECTION_PASS_SCORE",
            "0.8",
            Kind.RATIO,
            "score from which a picture passes");
    static final Setting<Integer> IMAGE_SIZE = of(
            "worker.projection.image_size",
            null,
            "1024",
            Kind.number(256, 2048),
            "pixels of the edge of prepared and generated pictures");

    static final List<Setting<?>> ALL = List.of(QUEUE, CONCURRENCY, MAX_ATTEMPTS, PASS_SCORE, IMAGE_SIZE);

    private ProjectionSettings() {}
}
