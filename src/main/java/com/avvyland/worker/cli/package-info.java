// SPDX-License-Identifier: Apache-2.0
/**
 * What a person types, and what is printed or written for a person to read.
 *
 * <p>Arguments enter, text and HTML leave. Nothing of the pipeline depends on it.
 */
@NullMarked
package com.avvyland.worker.cli;

import org.jspecify.annotations.NullMarked;
