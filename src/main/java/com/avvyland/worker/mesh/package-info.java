// SPDX-License-Identifier: Apache-2.0
/**
 * Writes models anew.
 *
 * <p>A {@link com.avvyland.worker.gltf.GltfDocument} enters, a canonical GLB leaves: the same model gives the same bytes
 * on every machine, whatever way it was stored in. The rules are in docs/canonical-glb.md. Nothing here owns a thread.
 */
@NullMarked
package com.avvyland.worker.mesh;

import org.jspecify.annotations.NullMarked;
