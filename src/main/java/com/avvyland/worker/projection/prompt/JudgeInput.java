// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.projection.prompt;

import com.avvyland.worker.task.Angle;

/**
 * Holds what a judge is told of a picture.
 *
 * @param prompt the user's own words, untrusted
 * @param withSource whether the judge gets two images, the source and then the picture; else the picture alone
 */
public record JudgeInput(String prompt, Angle view, boolean withSource) {}
