// SPDX-License-Identifier: Apache-2.0
/**
 * The settings of the worker: defaults, then {@code config.yaml}, then environment variables; typed, checked at start.
 *
 * <p>Records only, immutable, read once. Nothing else in the worker reads an environment variable.
 */
@NullMarked
package com.avvyland.worker.config;

import org.jspecify.annotations.NullMarked;
