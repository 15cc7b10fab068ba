// SPDX-License-Identifier: Apache-2.0
/**
 * Prompt packs: the words of a projection, in files that a person edits.
 *
 * <p>A pack's file and what one attempt knows enter; the same text, byte for byte, leaves every time.
 */
@NullMarked
package com.avvyland.worker.projection.prompt;

import org.jspecify.annotations.NullMarked;
