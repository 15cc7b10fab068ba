// SPDX-License-Identifier: Apache-2.0
/**
 * Makes the textures of derived artifacts smaller: at most so many pixels an edge, in the configured format.
 *
 * <p>A picture of the canonical GLB and what materials take it for enter; the same picture or a derived one leaves. The
 * canonical GLB itself keeps every byte of its pictures.
 */
@NullMarked
package com.avvyland.worker.mesh.texture;

import org.jspecify.annotations.NullMarked;
