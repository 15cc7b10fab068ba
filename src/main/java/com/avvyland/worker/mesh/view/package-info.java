// SPDX-License-Identifier: Apache-2.0
/**
 * Writes view.cbor: a scene as a browser wants it, small and quick to decode; not a source to edit.
 *
 * <p>A {@link com.avvyland.worker.mesh.view.ViewScene} of plain arrays enters, whoever read it; deterministic CBOR
 * leaves. Geometry is merged by material, quantised within a stated error, ordered and encoded by meshoptimizer, with
 * coarser levels. The format is docs/view.cddl, its reader view/view-loader.mjs among the resources. Nothing here owns a
 * thread.
 */
@NullMarked
package com.avvyland.worker.mesh.view;

import org.jspecify.annotations.NullMarked;
