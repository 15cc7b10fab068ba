// SPDX-License-Identifier: Apache-2.0
/**
 * The command line: what a person types, and what is printed for people.
 *
 * <p>Commands end with 0 when done, 1 when the work failed, 2 when the command or a setting is wrong, 3 when what was
 * named is not there.
 */
@NullMarked
package com.avvyland.worker.cli;

import org.jspecify.annotations.NullMarked;
