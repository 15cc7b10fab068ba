// SPDX-License-Identifier: Apache-2.0
/**
 * What is done to and read from a picture here, without a provider: the subject is cut out, centred and measured.
 *
 * <p>Encoded images of anybody enter; prepared images and findings leave.
 */
@NullMarked
package com.avvyland.worker.projection.picture;

import org.jspecify.annotations.NullMarked;
