// SPDX-License-Identifier: Apache-2.0
/**
 * Reads and checks glTF 2.0, and measures it.
 *
 * <p>A {@link com.avvyland.worker.source.Model} enters; a {@link com.avvyland.worker.gltf.GltfAsset} leaves, of which
 * every index, range and size was checked: what a browser or native code is given later cannot hurt it. Facts leave as
 * {@link com.avvyland.worker.task.GeometryFacts}. Nothing here owns a thread; the stations are safe for any.
 */
@NullMarked
package com.avvyland.worker.gltf;

import org.jspecify.annotations.NullMarked;
