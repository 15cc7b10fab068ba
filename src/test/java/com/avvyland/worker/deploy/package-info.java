// SPDX-License-Identifier: Apache-2.0
/** Holds what is in deploy/ against the types of its platforms, and against the worker's own settings, paths and metrics. */
@NullMarked
package com.avvyland.worker.deploy;

import org.jspecify.annotations.NullMarked;
