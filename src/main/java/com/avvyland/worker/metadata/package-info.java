// SPDX-License-Identifier: Apache-2.0
/**
 * Says what a model is, for people and for search: title, description, tags, size in metres.
 *
 * <p>A checked {@link com.avvyland.worker.gltf.GltfAsset} and its {@link com.avvyland.worker.task.GeometryFacts} enter,
 * {@link com.avvyland.worker.task.Metadata} leaves. Names in a model are hostile text: they are cleaned and bounded
 * here. Nothing owns a thread; everything is safe for any.
 */
@NullMarked
package com.avvyland.worker.metadata;

import org.jspecify.annotations.NullMarked;
