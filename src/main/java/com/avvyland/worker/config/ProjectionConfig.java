// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.config;

/**
 * Says how projections are made.
 *
 * @param queue name of the queue of the two projection families
 * @param concurrency tasks of that queue at once in this process; 0: none is taken
 * @param maxAttempts pictures of one step to pay for at most
 * @param passScore 0..1
 * @param imageSize pixels of the edge of prepared and generated pictures
 */
public record ProjectionConfig(String queue, int concurrency, int maxAttempts, double passScore, int imageSize) {

    static ProjectionConfig of(Values values) {
        return new ProjectionConfig(
                values.get(ProjectionSettings.QUEUE),
                values.get(ProjectionSettings.CONCURRENCY),
                values.get(ProjectionSettings.MAX_ATTEMPTS),
                values.get(ProjectionSettings.PASS_SCORE),
                values.get(ProjectionSettings.IMAGE_SIZE));
    }
}
