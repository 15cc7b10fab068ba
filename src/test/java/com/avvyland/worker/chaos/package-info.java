// SPDX-License-Identifier: Apache-2.0
/** Packaged workers that are killed and frozen while they work: what was promised must hold all the same. */
@NullMarked
package com.avvyland.worker.chaos;

import org.jspecify.annotations.NullMarked;
