// SPDX-License-Identifier: Apache-2.0
/** Whole tasks: from a real queue through the real routes to a real receiver. */
@NullMarked
package com.avvyland.worker.flow;

import org.jspecify.annotations.NullMarked;
