// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.projection.prompt;

/**
 * Holds the words for a judge.
 *
 * @param instructions the system prompt; the same for every picture, without a word of the user
 * @param question of this picture; names the images in the order in which they have to be sent
 */
public record JudgeText(String instructions, String question) {}
